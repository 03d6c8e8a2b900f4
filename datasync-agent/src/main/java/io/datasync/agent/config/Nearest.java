package io.datasync.agent.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Function;

/** Guesses which key was meant. */
final class Nearest {
    private Nearest() {}

    static SettingKey of(String name, Function<SettingKey, String> spelling) {
        return Objects.requireNonNull(Arrays.stream(SettingKey.values())
                .min(Comparator.comparingInt(key -> distance(name, spelling.apply(key))))
                .orElse(null));
    }

    /** How many letters must be added, removed or exchanged (Levenshtein). */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int exchanged = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(exchanged, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}

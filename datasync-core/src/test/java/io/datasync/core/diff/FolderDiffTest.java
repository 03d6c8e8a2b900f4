package io.datasync.core.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.Property;
import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.path.FolderName;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class FolderDiffTest {
    @Test
    @DisplayName("CORE-4 a folder differs when count, bytes or sum do, or when one side has it alone")
    void differing() throws Exception {
        Digest one = Digest.OF_NOTHING;
        Digest other = Digest.of(new byte[Digest.BYTES]);
        SetSummary summary = new SetSummary(2, 10, one);
        Map<FolderName, SetSummary> mine = Map.of(
                FolderName.ROOT,
                summary,
                folder("a"),
                summary,
                folder("b"),
                summary,
                folder("c"),
                summary,
                folder("mine"),
                summary);
        Map<FolderName, SetSummary> theirs = Map.of(
                FolderName.ROOT,
                summary,
                folder("a"),
                new SetSummary(3, 10, one),
                folder("b"),
                new SetSummary(2, 11, one),
                folder("c"),
                new SetSummary(2, 10, other),
                folder("theirs"),
                summary);

        assertThat(FolderDiff.differing(mine, theirs))
                .containsExactly(folder("a"), folder("b"), folder("c"), folder("mine"), folder("theirs"));
    }

    @Test
    @DisplayName("CORE-4 an empty folder and an absent one are the same set")
    void emptyIsAbsent() throws Exception {
        assertThat(FolderDiff.differing(Map.of(folder("a"), SetSummary.EMPTY), Map.of()))
                .isEmpty();
        assertThat(FolderDiff.differing(Map.of(), Map.of(folder("a"), SetSummary.EMPTY)))
                .isEmpty();
    }

    @Test
    @DisplayName("CORE-4 no side differs from itself, and the difference does not depend on who asks")
    void symmetric() {
        Property.holds(300, random -> {
            Map<FolderName, SetSummary> a = summaries(random);
            Map<FolderName, SetSummary> b = summaries(random);

            assertThat(FolderDiff.differing(a, new HashMap<>(a))).isEmpty();
            assertThat(FolderDiff.differing(a, b)).isEqualTo(FolderDiff.differing(b, a));
            TreeSet<FolderName> union = new TreeSet<>(a.keySet());
            union.addAll(b.keySet());
            for (FolderName folder : union) {
                boolean differs =
                        !a.getOrDefault(folder, SetSummary.EMPTY).equals(b.getOrDefault(folder, SetSummary.EMPTY));
                assertThat(FolderDiff.differing(a, b).contains(folder)).isEqualTo(differs);
            }
        });
    }

    private static Map<FolderName, SetSummary> summaries(Random random) throws Exception {
        Map<FolderName, SetSummary> summaries = new HashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            byte[] sum = new byte[Digest.BYTES];
            sum[31] = (byte) random.nextInt(2);
            summaries.put(
                    folder(String.valueOf((char) ('a' + random.nextInt(5)))),
                    new SetSummary(random.nextInt(2), 0, Digest.of(sum)));
        }
        return summaries;
    }

    private static FolderName folder(String text) throws Exception {
        return FolderName.parse(text);
    }
}

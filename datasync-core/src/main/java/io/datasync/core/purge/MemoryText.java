package io.datasync.core.purge;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The text of a {@link PurgeMemory}: a line with the version, then a word and numbers a line. */
final class MemoryText {
    private static final String VERSION = "purge 1";
    private static final int LINES_MAX = 1_000;

    private MemoryText() {}

    static String write(PurgeMemory memory) {
        StringBuilder text = new StringBuilder(VERSION);
        memory.notedAt().ifPresent(at -> text.append("\nat ").append(at));
        line(text, "present", memory.present());
        text.append("\nunexplained ").append(memory.evidence().unexplained());
        for (Set<PurgeOrder> purge : memory.evidence().purges()) {
            text.append("\nexplained");
            for (PurgeOrder order : EnumSet.allOf(PurgeOrder.class)) {
                if (purge.contains(order)) {
                    text.append(' ').append(order);
                }
            }
        }
        LargestBatch batches = memory.batches();
        line(text, "batch " + batches.period(), batches.here());
        line(text, "before", batches.before());
        memory.production().hours().forEach((hour, made) -> line(text, "hour " + hour, made));
        return text.toString();
    }

    private static void line(StringBuilder text, String word, Volume volume) {
        text.append('\n')
                .append(word)
                .append(' ')
                .append(volume.files())
                .append(' ')
                .append(volume.bytes());
    }

    static Optional<PurgeMemory> read(String text) {
        String[] lines = text.split("\n", LINES_MAX + 1);
        if (!lines[0].equals(VERSION) || lines.length > LINES_MAX) {
            return Optional.empty();
        }
        Reading reading = new Reading();
        try {
            for (int i = 1; i < lines.length; i++) {
                reading.take(lines[i].split(" ", -1));
            }
            return Optional.of(reading.memory());
        } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException notOne) {
            return Optional.empty();
        }
    }

    /** Takes lines. */
    private static final class Reading {
        private Optional<Instant> at = Optional.empty();
        private Volume present = Volume.NONE;
        private int unexplained;
        private long period;
        private Volume here = Volume.NONE;
        private Volume before = Volume.NONE;
        private final List<Set<PurgeOrder>> purges = new ArrayList<>();
        private final NavigableMap<Long, Volume> hours = new TreeMap<>();

        void take(String[] words) {
            switch (words[0]) {
                case "at" -> at = Optional.of(Instant.parse(words[1]));
                case "present" -> present = volume(words, 1);
                case "unexplained" -> unexplained = Math.max(0, Integer.parseInt(words[1]));
                case "explained" -> purges.add(orders(words));
                case "batch" -> {
                    period = Long.parseLong(words[1]);
                    here = volume(words, 2);
                }
                case "before" -> before = volume(words, 1);
                case "hour" -> hours.put(Long.parseLong(words[1]), volume(words, 2));
                default -> throw new IllegalArgumentException("Not a line: " + words[0]);
            }
        }

        private static Set<PurgeOrder> orders(String[] words) {
            Set<PurgeOrder> orders = EnumSet.noneOf(PurgeOrder.class);
            for (int i = 1; i < words.length; i++) {
                orders.add(PurgeOrder.valueOf(words[i]));
            }
            return orders;
        }

        private static Volume volume(String[] words, int at) {
            return new Volume(Long.parseLong(words[at]), Long.parseLong(words[at + 1]));
        }

        PurgeMemory memory() {
            return new PurgeMemory(
                    at,
                    present,
                    new HourlyProduction(hours),
                    new OrderEvidence(purges, unexplained),
                    new LargestBatch(period, here, before));
        }
    }
}

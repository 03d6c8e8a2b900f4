package io.datasync.core.diff;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import java.util.Locale;
import java.util.function.Function;

/** Measures the comparison of two manifests, which come as streams. Arguments: entries (1,000,000), rounds (8). Run it with a small heap. */
final class DiffBench {
    private static final int PER_FOLDER = 2_740;

    private DiffBench() {}

    public static void main(String[] args) throws SyncException {
        int entries = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 8;
        for (int round = 1; round <= rounds; round++) {
            Counts counts = new Counts();
            long begin = System.nanoTime();
            EntryDiff.merge(stream(entries, 0), stream(entries, 997), Function.identity(), counts);
            System.out.printf(
                    Locale.ROOT,
                    "%d entries on each side: %.3f s, %d unchanged, %d changed%n",
                    entries,
                    (System.nanoTime() - begin) / 1e9,
                    counts.unchanged,
                    counts.changed);
        }
    }

    /** Entries in canonical order, made one by one; every {@code oddOne}th has another time. */
    private static EntryStream<SourceEntry> stream(int entries, int oddOne) {
        int[] next = {0};
        return () -> {
            int i = next[0]++;
            if (i >= entries) {
                return null;
            }
            byte[] name = "0000/part-0000.csv".getBytes(UTF_8);
            digits(name, 4, i / PER_FOLDER);
            digits(name, 14, i % PER_FOLDER);
            return SourceEntry.file(RelativePath.of(name), i % 201, oddOne > 0 && i % oddOne == 0 ? 1 : 0);
        };
    }

    private static void digits(byte[] name, int end, int number) {
        int left = number;
        for (int at = end - 1; left > 0; at--) {
            name[at] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    private static final class Counts implements DiffVisitor<SourceEntry> {
        private long unchanged;
        private long changed;

        @Override
        public void added(SourceEntry now) {
            throw new IllegalStateException("Both sides have the same names");
        }

        @Override
        public void changed(SourceEntry now, SourceEntry before) {
            changed++;
        }

        @Override
        public void unchanged(SourceEntry now, SourceEntry before) {
            unchanged++;
        }

        @Override
        public void vanished(SourceEntry before) {
            throw new IllegalStateException("Both sides have the same names");
        }
    }
}

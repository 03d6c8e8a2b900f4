package io.datasync.core.journal.file.page;

import io.datasync.core.journal.Hold;
import io.datasync.core.manifest.SourceEntry;
import java.util.List;

/**
 * Where some entries of one folder lie in a {@link PageFile}, and what they are about, so that who looks for few need not read all.
 *
 * @param offset where it begins in the file
 * @param lengthBytes how long it is
 * @param crc the CRC-32C of its bytes
 * @param first its first entry
 * @param entries how many there are
 * @param waiting how many of them are to be archived
 * @param decided how many of them are changed, or held, or were decided about
 * @param firstScanMax the latest scan that observed one of them first
 * @param oldestTicks the oldest modification time of its files; {@link Long#MAX_VALUE} when there is none
 */
public record Page(
        long offset,
        int lengthBytes,
        int crc,
        SourceEntry first,
        int entries,
        int waiting,
        int decided,
        long firstScanMax,
        long oldestTicks) {
    /** How many entries a page has at most: few enough to read one for a single entry, many enough that a million entries have 4,000. */
    public static final int ENTRIES_MAX = 256;

    /** The longest page: its entries with the longest paths that a disk has. */
    private static final int BYTES_MAX = ENTRIES_MAX * (1 << 17);

    public Page {
        if (offset < 0 || lengthBytes < 0 || lengthBytes > BYTES_MAX) {
            throw new IllegalArgumentException("A page of " + lengthBytes + " bytes at " + offset);
        }
    }

    static Page of(long offset, int lengthBytes, int crc, List<Known> entries) {
        int waiting = 0;
        int decided = 0;
        long firstScanMax = 0;
        long oldestTicks = Long.MAX_VALUE;
        for (Known known : entries) {
            waiting += known.entry().waits() ? 1 : 0;
            decided += known.entry().changed() || known.entry().hold() != Hold.NONE ? 1 : 0;
            firstScanMax = Math.max(firstScanMax, known.firstScan());
            oldestTicks =
                    known.isFile() ? Math.min(oldestTicks, known.observed().ticks()) : oldestTicks;
        }
        return new Page(
                offset,
                lengthBytes,
                crc,
                entries.get(0).observed(),
                entries.size(),
                waiting,
                decided,
                firstScanMax,
                oldestTicks);
    }

    /** The same page at another place. */
    public Page movedTo(long otherOffset) {
        return new Page(otherOffset, lengthBytes, crc, first, entries, waiting, decided, firstScanMax, oldestTicks);
    }
}

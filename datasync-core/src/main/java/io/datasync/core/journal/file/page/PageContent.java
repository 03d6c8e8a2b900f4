package io.datasync.core.journal.file.page;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.Hold;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a page: how many entries (4), then each entry: a byte of marks; how many bytes its path shares with that of the entry before
 * it (2), how many follow (2), and those; size, ticks and first scan (8 each); when anything is verified, size and ticks of that (8 each) unless
 * they are as observed, the digest (32), and when, as seconds (8) and nanoseconds (4). All big-endian.
 */
final class PageContent {
    private static final int FOLDER = 1;
    private static final int VERIFIED = 2;
    private static final int VERIFIED_OTHERWISE = 4;
    private static final int HOLD_SHIFT = 3;
    private static final int ALL_MARKS = 31;
    private static final int ENTRY_BYTES_MAX = 1 + 2 + 2 + 3 * 8 + 2 * 8 + Digest.BYTES + 12;
    private static final int PATH_BYTES_MAX = 0xFFFF;

    private PageContent() {}

    static byte[] of(List<Known> entries) {
        int room = Integer.BYTES;
        for (Known known : entries) {
            room += ENTRY_BYTES_MAX + known.observed().path().bytes().length;
        }
        ByteBuffer out = ByteBuffer.allocate(room).putInt(entries.size());
        byte[] before = new byte[0];
        for (Known known : entries) {
            byte[] path = known.observed().path().bytes();
            write(out, known, path, before);
            before = path;
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void write(ByteBuffer out, Known known, byte[] path, byte[] before) {
        SourceEntry observed = known.observed();
        if (path.length > PATH_BYTES_MAX) {
            throw new IllegalArgumentException("A path of " + path.length + " bytes");
        }
        int mismatch = Arrays.mismatch(path, before);
        int shared = mismatch < 0 ? path.length : mismatch;
        out.put((byte) marks(known.entry()));
        out.putShort((short) shared).putShort((short) (path.length - shared));
        out.put(path, shared, path.length - shared);
        out.putLong(observed.sizeBytes()).putLong(observed.ticks()).putLong(known.firstScan());
        if (known.entry().verified().isPresent()) {
            Fact fact = known.entry().verified().get();
            if (!fact.entry().looksLike(observed)) {
                out.putLong(fact.entry().sizeBytes()).putLong(fact.entry().ticks());
            }
            out.put(fact.digest().bytes());
            write(out, fact.verifiedAt());
        }
    }

    private static void write(ByteBuffer out, Instant at) {
        out.putLong(at.getEpochSecond());
        out.putInt(at.getNano());
    }

    private static int marks(JournalEntry entry) {
        int marks = entry.observed().kind() == EntryKind.FOLDER ? FOLDER : 0;
        if (entry.verified().isPresent()) {
            marks |= VERIFIED;
            marks |= entry.verified().get().entry().looksLike(entry.observed()) ? 0 : VERIFIED_OTHERWISE;
        }
        return marks | mark(entry.hold()) << HOLD_SHIFT;
    }

    private static int mark(Hold hold) {
        return switch (hold) {
            case NONE -> 0;
            case HELD -> 1;
            case ACCEPTED -> 2;
            case QUARANTINED -> 3;
        };
    }

    private static Hold hold(int marks) {
        return switch (marks >> HOLD_SHIFT) {
            case 0 -> Hold.NONE;
            case 1 -> Hold.HELD;
            case 2 -> Hold.ACCEPTED;
            default -> Hold.QUARANTINED;
        };
    }

    /**
     * The entries of a page.
     *
     * @throws SyncException {@code JOURNAL_CORRUPT} for what {@link #of} does not give
     */
    static List<Known> read(byte[] content) throws SyncException {
        try {
            ByteBuffer in = ByteBuffer.wrap(content);
            int count = in.getInt();
            if (count < 1 || count > Page.ENTRIES_MAX) {
                throw new IllegalArgumentException("A page of " + count + " entries");
            }
            List<Known> entries = new ArrayList<>(count);
            byte[] path = new byte[0];
            for (int i = 0; i < count; i++) {
                int marks = in.get();
                path = path(in, path);
                entries.add(read(in, marks, RelativePath.of(path)));
            }
            if (in.hasRemaining()) {
                throw new IllegalArgumentException("A page that goes on behind its last entry");
            }
            return entries;
        } catch (BufferUnderflowException | IllegalArgumentException | DateTimeException e) {
            throw corrupt(e);
        } catch (SyncException e) {
            throw corrupt(e);
        }
    }

    private static byte[] path(ByteBuffer in, byte[] before) {
        int shared = Short.toUnsignedInt(in.getShort());
        int own = Short.toUnsignedInt(in.getShort());
        if (shared > before.length || own > in.remaining()) {
            throw new IllegalArgumentException("A path of " + shared + " and " + own + " bytes");
        }
        byte[] path = Arrays.copyOf(before, shared + own);
        in.get(path, shared, own);
        return path;
    }

    private static Known read(ByteBuffer in, int marks, RelativePath path) {
        if (marks < 0 || marks > ALL_MARKS || (marks & (VERIFIED | VERIFIED_OTHERWISE)) == VERIFIED_OTHERWISE) {
            throw new IllegalArgumentException("Marks " + marks);
        }
        EntryKind kind = (marks & FOLDER) == 0 ? EntryKind.FILE : EntryKind.FOLDER;
        SourceEntry observed = new SourceEntry(path, kind, in.getLong(), in.getLong());
        long firstScan = in.getLong();
        @Nullable Fact fact = (marks & VERIFIED) == 0 ? null : fact(in, marks, observed);
        return new Known(new JournalEntry(observed, Optional.ofNullable(fact), hold(marks)), firstScan);
    }

    private static Fact fact(ByteBuffer in, int marks, SourceEntry observed) {
        SourceEntry proven = (marks & VERIFIED_OTHERWISE) == 0
                ? observed
                : new SourceEntry(observed.path(), observed.kind(), in.getLong(), in.getLong());
        byte[] digest = new byte[Digest.BYTES];
        in.get(digest);
        return new Fact(proven, Digest.of(digest), Instant.ofEpochSecond(in.getLong(), in.getInt()));
    }

    private static SyncException corrupt(Exception why) {
        return new SyncException(
                ErrorCode.JOURNAL_CORRUPT, false, "A page holds what this version does not understand", why);
    }
}

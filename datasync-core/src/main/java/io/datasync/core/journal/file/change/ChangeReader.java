package io.datasync.core.journal.file.change;

import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.Hold;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.LossNote;
import io.datasync.core.journal.RunNote;
import io.datasync.core.journal.file.page.Page;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.Report;
import io.datasync.core.seal.FolderProbe;
import io.datasync.core.seal.SealedFolder;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ChangeWriter} wrote. */
public final class ChangeReader {
    private final ByteBuffer in;
    private final JobId job;

    /**
     * Begins to read a record.
     *
     * @throws SyncException {@code JOURNAL_CORRUPT}
     */
    public ChangeReader(byte[] record) throws SyncException {
        in = ByteBuffer.wrap(record);
        job = reading(() -> JobId.parse(text()));
    }

    private interface Reading<T> {
        T run() throws SyncException;
    }

    /** What no journal writes is damage, however whole its record is: it may be a later version's. */
    private static <T> T reading(Reading<T> what) throws SyncException {
        try {
            return what.run();
        } catch (BufferUnderflowException | IllegalArgumentException | DateTimeException e) {
            throw corrupt("A record holds what this version does not understand", e);
        } catch (SyncException e) {
            throw corrupt(e.getMessage(), e);
        }
    }

    private static SyncException corrupt(String what, @Nullable Exception cause) {
        return new SyncException(ErrorCode.JOURNAL_CORRUPT, false, what, cause);
    }

    /** The job that it is about. */
    public JobId job() {
        return job;
    }

    /**
     * The next change; empty after the last.
     *
     * @throws SyncException {@code JOURNAL_CORRUPT}
     */
    public Optional<Change> next() throws SyncException {
        return in.hasRemaining() ? Optional.of(reading(this::change)) : Optional.empty();
    }

    private Change change() throws SyncException {
        char letter = (char) in.get();
        return switch (letter) {
            case 'P' -> put(Hold.NONE);
            case 'H' -> put(hold());
            case 'D' -> new Change.LossRun(in.getLong(), RunId.parse(text()));
            case 'E' -> new Change.LossWritten(in.getLong());
            case 'B' -> new Change.Applied(in.getLong());
            case 'C' ->
                new Change.MassChange(truth() ? Optional.of(instant()) : Optional.empty(), in.getLong(), in.getLong());
            case 'G' -> pages();
            case 'R' -> new Change.Remove(entry());
            case 'S' -> new Change.Stage(entry());
            case 'U' -> new Change.Unstage(entry());
            case 'Q' -> new Change.Queue(in.getLong(), report());
            case 'A' -> new Change.Acknowledge(in.getLong());
            case 'L' -> new Change.Loss(new LossNote(in.getLong(), entry(), instant()));
            case 'K' -> new Change.Loss(new LossNote(in.getLong(), entry(), instant(), Optional.of(digest())));
            case 'N' -> new Change.Scan(in.getLong());
            case 'F' -> new Change.ScanFloor(in.getLong());
            case 'I' -> new Change.Source(text());
            case 'M' -> new Change.Purge(text());
            case 'T' -> new Change.Token(new FencingToken(in.getLong(), in.getLong()));
            case 'W' -> new Change.Run(run());
            case 'X' -> new Change.Seal(seal());
            case 'Y' -> new Change.Unseal(FolderName.parse(text()));
            case 'Z' -> new Change.SealDue(truth() ? Optional.of(instant()) : Optional.empty());
            default -> throw corrupt("A record holds an unknown change", null);
        };
    }

    private Change.Put put(Hold hold) throws SyncException {
        SourceEntry observed = entry();
        long firstScan = in.getLong();
        Optional<Fact> verified = truth() ? Optional.of(fact()) : Optional.empty();
        return new Change.Put(new JournalEntry(observed, verified, hold), firstScan);
    }

    private Change.Pages pages() throws SyncException {
        FolderName folder = FolderName.parse(text());
        long file = in.getLong();
        Totals totals = new Totals(
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                new SetSummary(in.getLong(), 0, digest()));
        int count = in.getInt();
        if (count < 0 || count > in.remaining()) {
            throw new IllegalArgumentException(count + " pages");
        }
        List<Page> pages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            pages.add(page());
        }
        return new Change.Pages(folder, file, totals, pages);
    }

    private Page page() throws SyncException {
        return new Page(
                in.getLong(),
                in.getInt(),
                in.getInt(),
                entry(),
                in.getInt(),
                in.getInt(),
                in.getInt(),
                in.getLong(),
                in.getLong());
    }

    private Hold hold() throws SyncException {
        char letter = (char) in.get();
        return switch (letter) {
            case 'h' -> Hold.HELD;
            case 'a' -> Hold.ACCEPTED;
            case 'q' -> Hold.QUARANTINED;
            default -> throw corrupt("An entry is held in an unknown way", null);
        };
    }

    private SealedFolder seal() throws SyncException {
        return new SealedFolder(
                FolderName.parse(text()),
                new FolderProbe(in.getLong(), in.getLong()),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                instant());
    }

    private Optional<RunNote> run() throws SyncException {
        if (!truth()) {
            return Optional.empty();
        }
        RunId run = RunId.parse(text());
        Instant startedAt = instant();
        boolean offline = truth();
        String continues = text();
        return Optional.of(new RunNote(
                run, startedAt, offline, continues.isEmpty() ? Optional.empty() : Optional.of(RunId.parse(continues))));
    }

    private Report report() throws SyncException {
        long scanSeq = in.getLong();
        char letter = (char) in.get();
        return switch (letter) {
            case 'v' -> new Report.Verified(scanSeq, fact());
            case 'g' -> new Report.Gone(scanSeq, path());
            case 'l' -> new Report.Lost(scanSeq, entry(), instant());
            case 'k' -> new Report.Lost(scanSeq, entry(), instant(), Optional.of(digest()));
            case 'f' ->
                new Report.Failed(
                        scanSeq,
                        path(),
                        ErrorCode.ofText(text()).orElseThrow(() -> corrupt("A report has an unknown code", null)));
            default -> throw corrupt("A record holds an unknown report", null);
        };
    }

    private Fact fact() throws SyncException {
        return new Fact(entry(), digest(), instant());
    }

    private Digest digest() {
        byte[] digest = new byte[Digest.BYTES];
        in.get(digest);
        return Digest.of(digest);
    }

    private SourceEntry entry() throws SyncException {
        EntryKind kind = EntryKind.ofLetter((char) in.get());
        return new SourceEntry(path(), kind, in.getLong(), in.getLong());
    }

    private RelativePath path() throws SyncException {
        return RelativePath.of(blob());
    }

    private Instant instant() {
        return Instant.ofEpochSecond(in.getLong(), in.getInt());
    }

    private boolean truth() {
        return in.get() != 0;
    }

    private String text() {
        return new String(blob(), StandardCharsets.UTF_8);
    }

    private byte[] blob() {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("A length of " + length);
        }
        byte[] content = new byte[length];
        in.get(content);
        return content;
    }
}

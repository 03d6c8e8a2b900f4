package io.datasync.core.journal.file.change;

import io.datasync.core.digest.Digest;
import io.datasync.core.journal.Hold;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.LossNote;
import io.datasync.core.journal.RunNote;
import io.datasync.core.journal.file.page.Page;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.Report;
import io.datasync.core.seal.SealedFolder;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Puts changes of one job into bytes, as {@link ChangeReader} reads them: a letter each, then its parts in their order. */
public final class ChangeWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final DataOutputStream out = new DataOutputStream(bytes);

    /** Begins a record of this job. */
    public ChangeWriter(String job) {
        write(() -> text(job));
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static void write(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be written", e);
        }
    }

    /** What was written until now. */
    public byte[] bytes() {
        return bytes.toByteArray();
    }

    /** Adds a change. */
    public void write(Change change) {
        write(() -> writeOne(change));
    }

    private void writeOne(Change change) throws IOException {
        if (change instanceof Change.Put put) {
            put(put);
        } else if (change instanceof Change.Remove remove) {
            out.writeByte('R');
            entry(remove.entry());
        } else if (change instanceof Change.Pages pages) {
            out.writeByte('G');
            pages(pages);
        } else if (change instanceof Change.Stage stage) {
            out.writeByte('S');
            entry(stage.entry());
        } else if (change instanceof Change.Unstage unstage) {
            out.writeByte('U');
            entry(unstage.entry());
        } else if (change instanceof Change.Queue queue) {
            out.writeByte('Q');
            out.writeLong(queue.number());
            report(queue.report());
        } else if (change instanceof Change.Acknowledge acknowledged) {
            out.writeByte('A');
            out.writeLong(acknowledged.upTo());
        } else if (change instanceof Change.Loss loss) {
            LossNote note = loss.note();
            out.writeByte(note.archived().isPresent() ? 'K' : 'L');
            out.writeLong(note.scanSeq());
            lost(note.entry(), note.noticedAt(), note.archived());
        } else if (change instanceof Change.LossRun given) {
            out.writeByte('D');
            out.writeLong(given.number());
            text(given.run().text());
        } else if (change instanceof Change.LossWritten written) {
            out.writeByte('E');
            out.writeLong(written.number());
        } else {
            writeSingle(change);
        }
    }

    private void put(Change.Put put) throws IOException {
        JournalEntry entry = put.entry();
        hold(entry.hold());
        entry(entry.observed());
        out.writeLong(put.firstScan());
        out.writeBoolean(entry.verified().isPresent());
        if (entry.verified().isPresent()) {
            fact(entry.verified().get());
        }
    }

    private void pages(Change.Pages pages) throws IOException {
        text(pages.folder().text());
        out.writeLong(pages.file());
        Totals totals = pages.totals();
        out.writeLong(totals.entries());
        out.writeLong(totals.files());
        out.writeLong(totals.waiting());
        out.writeLong(totals.held());
        out.writeLong(totals.quarantined());
        out.writeLong(totals.archived());
        out.writeLong(totals.undecided());
        out.writeLong(totals.verifiedBytes());
        out.writeLong(totals.verified().count());
        out.write(totals.verified().sum().bytes());
        out.writeInt(pages.pages().size());
        for (Page page : pages.pages()) {
            out.writeLong(page.offset());
            out.writeInt(page.lengthBytes());
            out.writeInt(page.crc());
            entry(page.first());
            out.writeInt(page.entries());
            out.writeInt(page.waiting());
            out.writeInt(page.decided());
            out.writeLong(page.firstScanMax());
            out.writeLong(page.oldestTicks());
        }
    }

    /** An entry about which nothing is decided is written as before there were holds. */
    private void hold(Hold hold) throws IOException {
        out.writeBytes(
                switch (hold) {
                    case NONE -> "P";
                    case HELD -> "Hh";
                    case ACCEPTED -> "Ha";
                    case QUARANTINED -> "Hq";
                });
    }

    /** What a job has once. */
    private void writeSingle(Change change) throws IOException {
        if (change instanceof Change.Scan scan) {
            out.writeByte('N');
            out.writeLong(scan.scanSeq());
        } else if (change instanceof Change.ScanFloor floor) {
            out.writeByte('F');
            out.writeLong(floor.scanSeq());
        } else if (change instanceof Change.Source source) {
            out.writeByte('I');
            text(source.identity());
        } else if (change instanceof Change.Purge purge) {
            out.writeByte('M');
            text(purge.memory());
        } else if (change instanceof Change.Applied applied) {
            out.writeByte('B');
            out.writeLong(applied.scanSeq());
        } else if (change instanceof Change.MassChange stands) {
            out.writeByte('C');
            out.writeBoolean(stands.since().isPresent());
            if (stands.since().isPresent()) {
                instant(stands.since().get());
            }
            out.writeLong(stands.renamed());
            out.writeLong(stands.told());
        } else if (change instanceof Change.Token raised) {
            out.writeByte('T');
            out.writeLong(raised.token().epoch());
            out.writeLong(raised.token().counter());
        } else if (change instanceof Change.Run noted) {
            out.writeByte('W');
            run(noted.note());
        } else if (change instanceof Change.Seal seal) {
            out.writeByte('X');
            seal(seal.folder());
        } else if (change instanceof Change.Unseal unseal) {
            out.writeByte('Y');
            text(unseal.folder().text());
        } else if (change instanceof Change.SealDue due) {
            out.writeByte('Z');
            out.writeBoolean(due.at().isPresent());
            if (due.at().isPresent()) {
                instant(due.at().get());
            }
        } else {
            throw new IllegalStateException("No letter for " + change.getClass());
        }
    }

    private void seal(SealedFolder folder) throws IOException {
        text(folder.folder().text());
        out.writeLong(folder.probe().entries());
        out.writeLong(folder.probe().ticks());
        out.writeLong(folder.files());
        out.writeLong(folder.present());
        out.writeLong(folder.bytes());
        instant(folder.listedAt());
    }

    private void run(Optional<RunNote> note) throws IOException {
        out.writeBoolean(note.isPresent());
        if (note.isPresent()) {
            text(note.get().run().text());
            instant(note.get().startedAt());
            out.writeBoolean(note.get().startedOffline());
            text(note.get().continues().map(RunId::text).orElse(""));
        }
    }

    private void report(Report report) throws IOException {
        out.writeLong(report.scanSeq());
        if (report instanceof Report.Verified verified) {
            out.writeByte('v');
            fact(verified.fact());
        } else if (report instanceof Report.Gone gone) {
            out.writeByte('g');
            path(gone.path());
        } else if (report instanceof Report.Lost lost) {
            out.writeByte(lost.archived().isPresent() ? 'k' : 'l');
            lost(lost.entry(), lost.noticedAt(), lost.archived());
        } else if (report instanceof Report.Failed failed) {
            out.writeByte('f');
            path(failed.path());
            text(failed.code().text());
        } else {
            throw new IllegalStateException("No letter for " + report.getClass());
        }
    }

    /** A loss of which nothing was archived is written as before there was more to say. */
    private void lost(SourceEntry entry, Instant noticedAt, Optional<Digest> archived) throws IOException {
        entry(entry);
        instant(noticedAt);
        if (archived.isPresent()) {
            out.write(archived.get().bytes());
        }
    }

    private void fact(Fact fact) throws IOException {
        entry(fact.entry());
        out.write(fact.digest().bytes());
        instant(fact.verifiedAt());
    }

    private void entry(SourceEntry entry) throws IOException {
        out.writeByte(entry.kind().letter());
        path(entry.path());
        out.writeLong(entry.sizeBytes());
        out.writeLong(entry.ticks());
    }

    private void path(RelativePath path) throws IOException {
        blob(path.bytes());
    }

    private void instant(Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    private void text(String text) throws IOException {
        blob(text.getBytes(StandardCharsets.UTF_8));
    }

    private void blob(byte[] content) throws IOException {
        out.writeInt(content.length);
        out.write(content);
    }
}

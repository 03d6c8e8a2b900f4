package io.datasync.testkit.journal;

import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.QueuedReport;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.Report;
import java.util.List;

/** Small makers, so that a test reads as a sentence. */
final class JournalSamples {
    private JournalSamples() {}

    static SourceEntry file(String path, long size, long ticks) {
        return SourceEntry.file(RelativePath.known(path), size, ticks);
    }

    static SourceEntry folder(String path) {
        return SourceEntry.folder(RelativePath.known(path));
    }

    static Fact fact(SourceEntry entry, int content) {
        byte[] digest = new byte[Digest.BYTES];
        digest[0] = (byte) content;
        digest[31] = (byte) 0xFF;
        return new Fact(entry, Digest.of(digest), JournalFixture.NOON.plusNanos(content));
    }

    static SetSummary summary(Fact... facts) {
        SetSummary sum = SetSummary.EMPTY;
        for (Fact fact : facts) {
            sum = sum.plus(fact.entry().sizeBytes(), fact.entryDigest());
        }
        return sum;
    }

    static List<Report> reports(JobJournal journal) throws SyncException {
        return journal.unreported(1_000).stream().map(QueuedReport::report).toList();
    }

    static FolderName dated() throws SyncException {
        return FolderName.parse("2026-04-23");
    }
}

package io.datasync.agent.journal;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.QueuedReport;
import io.datasync.core.lease.JobId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.purge.PurgeOrder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures the journal with a million entries; run by hand. Arguments: a folder, the number of entries. */
final class JournalBench {
    private static final int FOLDERS = 365;
    private static final int BATCH = 1_000;

    private final JobJournal job;
    private final Path file;
    private final int entries;
    private long since = System.nanoTime();

    private JournalBench(JobJournal job, Path file, int entries) {
        this.job = job;
        this.file = file;
        this.entries = entries;
    }

    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]).resolve("journal.db");
        Files.createDirectories(file.getParent());
        try (SqliteJournal journal = SqliteJournal.open(file, JournalVictim.START)) {
            new JournalBench(journal.job(new JobId("bench")), file, Integer.parseInt(args[1])).run();
        }
        System.out.printf("closed: %.1f MB%n", Files.size(file) / 1e6);
    }

    private void run() throws SyncException, IOException {
        long scan = job.beginScan();
        List<SourceEntry> batch = new ArrayList<>();
        lap("start");
        for (int i = 0; i < entries; i++) {
            batch.add(entry(i));
            if (batch.size() == BATCH) {
                job.observe(scan, batch);
                batch.clear();
            }
        }
        lap("observe");
        for (PurgeOrder order : PurgeOrder.values()) {
            lap("first page by " + order + " "
                    + job.pending(order, Optional.empty(), BATCH).size());
            lap("page in the middle by " + order + " "
                    + job.pending(order, Optional.of(entry(entries / 2)), BATCH).size());
        }
        lap("standings " + job.standings().known());
        int verified = 0;
        for (List<SourceEntry> page = job.pending(Optional.empty(), BATCH);
                !page.isEmpty();
                page = job.pending(Optional.empty(), BATCH)) {
            job.recordVerified(scan, page.stream().map(JournalBench::fact).toList());
            verified += page.size();
            List<QueuedReport> reports = job.unreported(BATCH);
            job.acknowledge(reports.get(reports.size() - 1).number());
        }
        lap("pending + verify + unreported + acknowledge of " + verified);
        long seen = 0;
        for (FolderName folder : job.folders()) {
            try (JournalCursor cursor = job.entries(folder)) {
                while (cursor.next() != null) {
                    seen++;
                }
            }
        }
        lap("cursors over " + seen);
        lap("census " + job.vanishCensus(scan));
        lap("summaries " + job.summaries().size() + " and " + job.counts());
        long next = job.beginScan();
        List<SourceEntry> oldest = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            oldest.add(entry(i));
        }
        job.stageVanished(next, oldest);
        lap("stage " + BATCH);
        lap("census " + job.vanishCensus(next));
        lap("apply " + job.applyVanished(next, Instant.EPOCH));
        massChange();
    }

    /** A fifth of the files changes, is held, and accepted. */
    private void massChange() throws SyncException, IOException {
        long scan = job.beginScan();
        List<SourceEntry> changed = new ArrayList<>();
        int files = 0;
        for (int i = BATCH; i < entries; i += 5) {
            SourceEntry before = entry(i);
            changed.add(SourceEntry.file(before.path(), before.sizeBytes() + 1, before.ticks()));
            files++;
            if (changed.size() == BATCH) {
                job.observe(scan, changed);
                changed.clear();
            }
        }
        job.observe(scan, changed);
        lap("observe changes of " + files);
        lap("change census " + job.changeCensus().changed());
        lap("new names " + job.newNames());
        lap("hold " + job.hold(scan, 0, Instant.EPOCH).files());
        lap("held, first " + job.held(BATCH).size());
        job.acceptChanges();
        lap("accept, pending " + job.counts().pending());
    }

    private void lap(String what) throws IOException {
        double seconds = (System.nanoTime() - since) / 1e9;
        System.out.printf(
                "%-60s %7.3f s %,12.0f/s, file %.1f MB%n", what, seconds, entries / seconds, Files.size(file) / 1e6);
        since = System.nanoTime();
    }

    private SourceEntry entry(int i) {
        int perFolder = (entries + FOLDERS - 1) / FOLDERS;
        int folder = i / perFolder;
        String path = String.format("2026-%02d-%02d/part-%06d.csv", 1 + folder / 31, 1 + folder % 31, i % perFolder);
        return SourceEntry.file(RelativePath.known(path), 1_000 + i % 9_000, 17_700_000_000_000_000L + i * 10_000_000L);
    }

    private static Fact fact(SourceEntry entry) {
        byte[] digest = Digest.sha256()
                .digest(ByteBuffer.allocate(8).putLong(entry.ticks()).array());
        return new Fact(entry, Digest.of(digest), Instant.ofEpochSecond(1_777_000_000, 123_456_789));
    }
}

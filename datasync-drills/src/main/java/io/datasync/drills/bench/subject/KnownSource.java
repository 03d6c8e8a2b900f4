package io.datasync.drills.bench.subject;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.scan.FolderProbes;
import io.datasync.core.scan.FolderScan;
import io.datasync.core.scan.ScanSettings;
import io.datasync.core.scan.SourceRoot;
import io.datasync.core.scan.TreeScanner;
import io.datasync.core.seal.FolderProbe;
import io.datasync.core.seal.SealedFolder;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** Lets a journal know every file of a source as archived and reported, and every folder but the newest as sealed. */
final class KnownSource {
    private static final int BATCH = 5_000;

    private final JobJournal journal;
    private final Path source;
    private final Instant now;

    KnownSource(JobJournal journal, Path source, Clock clock) {
        this.journal = journal;
        this.source = source;
        now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    void fill() throws SyncException {
        if (!journal.sealedFolders().isEmpty()) {
            return;
        }
        SourceRoot root = SourceRoot.open(source);
        TreeScanner scanner = new TreeScanner(root, ScanSettings.DEFAULT);
        long scan = journal.beginScan();
        journal.acceptSource(root.identity().text());
        SortedSet<FolderName> folders = scanner.folders();
        List<SealedFolder> sealed = new ArrayList<>();
        for (FolderName folder : folders) {
            if (folder.equals(FolderName.ROOT)) {
                continue;
            }
            FolderProbe probe = FolderProbes.probe(root, folder).orElseThrow();
            SealedFolder known = archived(scan, scanner.open(folder), probe);
            if (!folder.equals(folders.last())) {
                sealed.add(known);
            }
        }
        journal.applyVanished(scan, now);
        journal.seal(sealed);
    }

    private SealedFolder archived(long scan, FolderScan folder, FolderProbe probe) throws SyncException {
        List<SourceEntry> batch = new ArrayList<>();
        long files = 0;
        long bytes = 0;
        for (SourceEntry entry = folder.next(); entry != null; entry = folder.next()) {
            files++;
            bytes += entry.sizeBytes();
            batch.add(entry);
            if (batch.size() == BATCH) {
                archive(scan, batch);
            }
        }
        archive(scan, batch);
        return new SealedFolder(folder.folder(), probe, files, files, bytes, now);
    }

    private void archive(long scan, List<SourceEntry> batch) throws SyncException {
        journal.observe(scan, batch);
        journal.adopt(batch.stream().map(this::fact).toList());
        batch.clear();
    }

    private Fact fact(SourceEntry entry) {
        byte[] ticks = ByteBuffer.allocate(Long.BYTES).putLong(entry.ticks()).array();
        return new Fact(entry, Digest.of(Digest.sha256().digest(ticks)), now);
    }
}

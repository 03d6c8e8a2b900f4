package io.datasync.core.verify.archive;

import io.datasync.core.failure.FailureScope;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.scan.NioSourceTree;
import io.datasync.core.scan.SourceGuard;
import io.datasync.core.scan.SourceIdentity;
import io.datasync.core.scan.SourceRoot;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StoredFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Reads every file of an archive back and compares it with the digest on record, and, where the source still has the file as it was archived,
 * with the source's bytes.
 *
 * <p>First come the files on record, folder by folder; then those that the archive has beyond them, which are judged by the digest kept
 * beside each. Versions of changed files are not read, unless the content on record has become one. Nothing is written, repaired or
 * tried again. Its memory does not grow with the number of files.
 *
 * <p>For one thread, once; uses threads of its own while it runs.
 */
public final class ArchiveVerifier {
    private static final int ASKED_AT_ONCE = 1_000;

    private final Path source;
    private final JobJournal journal;
    private final ArchiveStore store;
    private final int threads;
    private final InstantSource clock;
    private final BooleanSupplier stop;
    private final Findings findings = new Findings();

    /**
     * A verification, not yet begun.
     *
     * @param journal what is on record; is asked only, and nobody else changes it meanwhile
     * @param threads how many files are read at a time, 1 to 64; with 1 everything happens in the caller's thread, in canonical order
     * @param stop asked often, by several threads; once it says {@code true} it stays so
     */
    public ArchiveVerifier(
            Path source,
            JobJournal journal,
            ArchiveStore store,
            int threads,
            InstantSource clock,
            BooleanSupplier stop) {
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException("threads must be 1 to 64, not " + threads);
        }
        this.source = source;
        this.journal = journal;
        this.store = store;
        this.threads = threads;
        this.clock = clock;
        this.stop = stop;
    }

    /**
     * Reads everything.
     *
     * @throws SyncException what concerns the archive as a whole, {@code SHARE_MISSING} and the like; what the journal throws;
     *     {@code INTERRUPTED} when asked to stop or interrupted, the thread's mark is then set
     */
    public Verification run() throws SyncException {
        Instant begin = clock.instant();
        Optional<NioSourceTree> tree = openSource();
        try (Checkers checkers = new Checkers(threads, () -> new FileCheck(store, tree, findings, stop))) {
            for (FolderName folder : journal.folders()) {
                checkRecorded(folder, checkers);
            }
            checkOthers(checkers);
            checkers.finish();
        } finally {
            tree.ifPresent(NioSourceTree::close);
        }
        return findings.toVerification(Duration.between(begin, clock.instant()));
    }

    /** A source that is away, or is another one, says nothing about the archive (D-2). */
    private Optional<NioSourceTree> openSource() throws SyncException {
        Optional<String> known = journal.sourceIdentity();
        try {
            SourceRoot root = SourceRoot.open(source);
            SourceGuard.checkRoot(
                    known.isPresent() ? Optional.of(SourceIdentity.parse(known.get())) : Optional.empty(),
                    root.identity(),
                    root.isEmpty(),
                    journal.counts().entries());
            return Optional.of(new NioSourceTree(root));
        } catch (SyncException e) {
            if (FailureScope.of(e.code()) != FailureScope.SOURCE) {
                throw e;
            }
            findings.sourceUnavailable(e);
            return Optional.empty();
        }
    }

    private void checkRecorded(FolderName folder, Checkers checkers) throws SyncException {
        try (JournalCursor cursor = journal.entries(folder)) {
            for (JournalEntry entry = cursor.next(); entry != null; entry = cursor.next()) {
                if (entry.archivedFile()) {
                    checkers.check(Expected.of(entry.verified().orElseThrow()));
                }
            }
        }
    }

    private void checkOthers(Checkers checkers) throws SyncException {
        List<StoredFile> listed = new ArrayList<>();
        store.list(file -> {
            listed.add(file);
            if (listed.size() >= ASKED_AT_ONCE) {
                checkUnknown(listed, checkers);
                listed.clear();
            }
        });
        checkUnknown(listed, checkers);
    }

    private void checkUnknown(List<StoredFile> listed, Checkers checkers) throws SyncException {
        Set<RelativePath> recorded = new HashSet<>();
        for (JournalEntry entry :
                journal.find(listed.stream().map(StoredFile::path).toList())) {
            if (entry.archivedFile()) {
                recorded.add(entry.verified().orElseThrow().entry().path());
            }
        }
        for (StoredFile file : listed) {
            if (!recorded.contains(file.path())) {
                checkers.check(new Expected(file.path(), file.sizeBytes(), Optional.empty()));
            }
        }
    }
}

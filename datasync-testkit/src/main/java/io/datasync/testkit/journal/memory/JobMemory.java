package io.datasync.testkit.journal.memory;

import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.LossNote;
import io.datasync.core.journal.QueuedReport;
import io.datasync.core.journal.RunNote;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.seal.SealedFolder;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What survives a crash of the process. */
final class JobMemory {
    Optional<String> sourceIdentity = Optional.empty();
    long scanSeq;
    long scanFloor;
    long lastReport;
    final TreeMap<FolderName, SealedFolder> sealed = new TreeMap<>();
    Optional<Instant> sealDueAt = Optional.empty();
    Optional<String> purgeMemory = Optional.empty();
    long appliedScan;
    long renamed;
    long changesTold;
    Optional<Instant> changedSince = Optional.empty();
    Optional<RunNote> run = Optional.empty();
    FencingToken token = FencingToken.NONE;

    /** Entries by order key. */
    final TreeMap<byte[], Known> entries = new TreeMap<>(Arrays::compareUnsigned);

    final TreeSet<byte[]> vanished = new TreeSet<>(Arrays::compareUnsigned);
    final Deque<QueuedReport> reports = new ArrayDeque<>();
    final List<LossNote> losses = new ArrayList<>();

    /** The runs of losses by their numbers, which begin with 1. */
    final TreeMap<Long, RunId> lossRuns = new TreeMap<>();

    final TreeSet<Long> lossesWritten = new TreeSet<>();

    /** The same once more; what it consists of never changes. */
    JobMemory copy() {
        JobMemory copy = new JobMemory();
        copy.sourceIdentity = sourceIdentity;
        copy.scanSeq = scanSeq;
        copy.scanFloor = scanFloor;
        copy.lastReport = lastReport;
        copy.sealed.putAll(sealed);
        copy.sealDueAt = sealDueAt;
        copy.purgeMemory = purgeMemory;
        copy.appliedScan = appliedScan;
        copy.renamed = renamed;
        copy.changesTold = changesTold;
        copy.changedSince = changedSince;
        copy.run = run;
        copy.token = token;
        copy.entries.putAll(entries);
        copy.vanished.addAll(vanished);
        copy.reports.addAll(reports);
        copy.losses.addAll(losses);
        copy.lossRuns.putAll(lossRuns);
        copy.lossesWritten.addAll(lossesWritten);
        return copy;
    }

    /**
     * An entry.
     *
     * @param firstScan the scan that saw it first
     */
    record Known(JournalEntry entry, long firstScan) {
        SourceEntry observed() {
            return entry.observed();
        }
    }
}

package io.datasync.testkit.coordinator;

import io.datasync.core.balance.Balance;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompareAnswer;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An agent without disks: a source that a test fills and purges, and a journal, both in memory. It leads the conversation as the real one
 * does, repeats what got no answer, and counts what it sent. For one thread.
 */
final class SmallAgent {
    private static final int TRIES_MAX = 200;

    private final JobId job;
    private final Map<RelativePath, Fact> source = new TreeMap<>();
    private final Map<RelativePath, Fact> verified = new TreeMap<>();
    private final Deque<Report> queue = new ArrayDeque<>();
    private Optional<RunId> current = Optional.empty();
    private FencingToken highest = FencingToken.NONE;
    private long scanSeq;
    private long scanFloor;
    private int clock;

    SmallAgent(JobId job) {
        this.job = job;
    }

    /**
     * What a cycle sent.
     *
     * @param compared entries
     * @param reported facts and the like
     * @param uploaded files
     */
    record Sent(int compared, int reported, int uploaded) {}

    /** The instrument writes a file, or writes it anew. */
    void produce(String path, int size) {
        SourceEntry entry = SourceEntry.file(RelativePath.known(path), size, ++clock);
        source.put(entry.path(), new Fact(entry, Samples.digest(clock), Samples.NOON.plusSeconds(clock)));
    }

    /** The instrument deletes every second file of a folder. */
    void purgeHalf(FolderName folder) {
        boolean keep = false;
        for (RelativePath path : List.copyOf(source.keySet())) {
            if (path.folder().equals(folder)) {
                keep = !keep;
                if (!keep) {
                    source.remove(path);
                }
            }
        }
    }

    /** Forgets everything but the source. */
    void loseJournal() {
        verified.clear();
        queue.clear();
        current = Optional.empty();
        highest = FencingToken.NONE;
        scanSeq = 0;
        scanFloor = 0;
    }

    /** The same journal and source for another job: what an agent has whose index was lost. */
    SmallAgent movedTo(JobId other) {
        SmallAgent moved = new SmallAgent(other);
        moved.source.putAll(source);
        moved.verified.putAll(verified);
        moved.scanSeq = scanSeq;
        moved.clock = clock;
        return moved;
    }

    Collection<Fact> verified() {
        return List.copyOf(verified.values());
    }

    long scanSeq() {
        return scanSeq;
    }

    /** One cycle, from the scan to the end of its run. */
    Sent cycle(Coordinator coordinator) throws SyncException {
        scanSeq = Math.max(scanSeq, scanFloor) + 1;
        for (RelativePath path : List.copyOf(verified.keySet())) {
            if (!source.containsKey(path)) {
                verified.remove(path);
                queue.add(new Report.Gone(scanSeq, path));
            }
        }
        RunDriver run = open(coordinator);
        int reported = report(run);
        // Asked again, now that the index has heard of everything, so that only what really differs is compared.
        List<FolderName> differing = repeated(() -> coordinator.open(request(run.run(), Optional.empty())))
                .differing();
        int compared = compare(run, differing);
        int uploaded = upload();
        reported += report(run);
        long files = source.size();
        CompleteRequest end =
                new CompleteRequest(new Balance(files, files, 0, 0, 0, 0), 0, uploaded, 0, Optional.empty());
        repeated(() -> run.complete(end));
        current = Optional.empty();
        return new Sent(compared, reported, uploaded);
    }

    private RunDriver open(Coordinator coordinator) throws SyncException {
        RunId run = current.orElseGet(Samples::newRun);
        try {
            return open(coordinator, request(run, Optional.empty()));
        } catch (SyncException e) {
            if (e.code() != ErrorCode.RUN_CLOSED) {
                throw e;
            }
            return open(coordinator, request(Samples.newRun(), Optional.of(run)));
        }
    }

    private RunDriver open(Coordinator coordinator, OpenRequest request) throws SyncException {
        current = Optional.of(request.run());
        OpenAnswer answer = repeated(() -> coordinator.open(request));
        highest = answer.token();
        scanFloor = answer.scanSeq();
        return new RunDriver(coordinator, job, request.run(), answer.token());
    }

    private OpenRequest request(RunId run, Optional<RunId> continues) {
        return new OpenRequest(run, job, scanSeq, false, continues, highest, Samples.claims(verified.values()));
    }

    private int report(RunDriver run) throws SyncException {
        int sent = queue.size();
        while (!queue.isEmpty()) {
            List<Report> batch = new ArrayList<>();
            for (Iterator<Report> it = queue.iterator(); it.hasNext() && batch.size() < ProgressRequest.REPORTS_MAX; ) {
                batch.add(it.next());
            }
            repeated(() -> run.report(batch.toArray(Report[]::new)));
            batch.forEach(told -> queue.remove());
        }
        return sent;
    }

    private int compare(RunDriver run, List<FolderName> folders) throws SyncException {
        List<CompareLine> lines = new ArrayList<>();
        int entries = 0;
        for (FolderName folder : folders) {
            lines.add(new CompareLine.Start(folder));
            for (CompareLine.Item item : items(folder)) {
                lines.add(item);
                entries++;
            }
            lines.add(new CompareLine.End(folder, true));
        }
        if (!lines.isEmpty()) {
            repeated(() -> run.compare(scanSeq, lines)).forEach(this::take);
        }
        return entries;
    }

    private List<CompareLine.Item> items(FolderName folder) {
        return source.values().stream()
                .map(Fact::entry)
                .filter(entry -> entry.path().folder().equals(folder))
                .sorted(SourceEntry.CANONICAL_ORDER)
                .map(entry -> new CompareLine.Item(entry, known(entry).map(Fact::digest)))
                .toList();
    }

    /** What was verified of an entry, as it is now. */
    private Optional<Fact> known(SourceEntry entry) {
        return Optional.ofNullable(verified.get(entry.path()))
                .filter(fact -> fact.entry().looksLike(entry));
    }

    private void take(CompareAnswer answer) {
        SourceEntry entry = Objects.requireNonNull(source.get(answer.path())).entry();
        switch (answer.verdict()) {
            case KNOWN -> {
                if (known(entry).isEmpty()) {
                    verified.put(entry.path(), new Fact(entry, answer.digest().orElseThrow(), Samples.NOON));
                }
            }
            case UNKNOWN, CHANGED -> known(entry).ifPresent(fact -> queue.add(new Report.Verified(scanSeq, fact)));
            case WANTED, DISAGREES -> verified.remove(entry.path());
        }
    }

    private int upload() {
        int uploaded = 0;
        for (Fact fact : source.values()) {
            if (known(fact.entry()).isEmpty()) {
                verified.put(fact.entry().path(), fact);
                queue.add(new Report.Verified(scanSeq, fact));
                uploaded++;
            }
        }
        return uploaded;
    }

    private interface Call<T> {
        T call() throws SyncException;
    }

    /** Repeats what may pass by itself: what it was for may have been done or not (I-12). */
    private static <T> T repeated(Call<T> call) throws SyncException {
        for (int tries = 1; ; tries++) {
            try {
                return call.call();
            } catch (SyncException e) {
                if (!e.retryable() || tries == TRIES_MAX) {
                    throw e;
                }
            }
        }
    }
}

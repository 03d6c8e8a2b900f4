package io.datasync.testkit.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.JobRow;
import io.datasync.core.index.RunRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.Report;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the index must hold, worked out from accepted messages alone: without batches, pages, keys or transactions. Also checks the
 * invariants that need no model.
 */
final class Oracle {
    private record Known(Fact fact, boolean atSource, long scanSeq, RunId run, FencingToken token) {
        Known at(boolean nowAtSource, long nowScanSeq) {
            return new Known(fact, nowAtSource, nowScanSeq, run, token);
        }
    }

    private final Map<RelativePath, Known> entries = new TreeMap<>();
    private final Map<RunId, RunRow> ended = new HashMap<>();
    private final Map<RunId, FencingToken> tokens = new HashMap<>();
    private final Set<Report.Lost> losses = new HashSet<>();

    void reported(RunDriver run, List<Report> reports) {
        for (Report report : reports) {
            if (report instanceof Report.Verified verified) {
                proven(run, verified);
            } else if (report instanceof Report.Gone gone) {
                entries.computeIfPresent(
                        gone.path(),
                        (path, known) -> gone.scanSeq() < known.scanSeq() ? known : known.at(false, gone.scanSeq()));
            } else if (report instanceof Report.Lost lost) {
                losses.add(new Report.Lost(0, lost.entry(), Samples.NOON));
            }
        }
    }

    private void proven(RunDriver run, Report.Verified report) {
        Fact fact = report.fact();
        long scanSeq = report.scanSeq();
        Known fresh = new Known(fact, true, scanSeq, run.run(), run.token());
        Known known = entries.get(report.path());
        if (known == null) {
            entries.put(report.path(), fresh);
            filesAboveGiveWay(report, fresh);
        } else if (scanSeq >= known.scanSeq()) {
            boolean same = known.fact().entry().equals(fact.entry())
                    && known.fact().digest().equals(fact.digest());
            boolean late = scanSeq == known.scanSeq()
                    && known.token().equals(run.token())
                    && fact.verifiedAt().isBefore(known.fact().verifiedAt());
            boolean nothingNew = same && known.atSource() && known.scanSeq() == scanSeq;
            if (same) {
                entries.put(report.path(), known.at(true, scanSeq));
            } else if (!late) {
                entries.put(report.path(), fresh);
            }
            if (!nothingNew && (same || !late)) {
                filesAboveGiveWay(report, fresh);
            }
        }
    }

    private void filesAboveGiveWay(Report.Verified report, Known below) {
        for (RelativePath folder : report.path().foldersAbove()) {
            entries.computeIfPresent(folder, (path, known) -> {
                boolean isFile = known.fact().entry().kind() == EntryKind.FILE;
                Fact now = new Fact(
                        SourceEntry.folder(path),
                        Digest.OF_NOTHING,
                        report.fact().verifiedAt());
                return isFile && known.scanSeq() <= report.scanSeq()
                        ? new Known(now, false, report.scanSeq(), below.run(), below.token())
                        : known;
            });
        }
    }

    void compared(long scanSeq, List<CompareLine> lines) {
        Set<RelativePath> named = new HashSet<>();
        for (CompareLine line : lines) {
            if (line instanceof CompareLine.Item item) {
                named.add(item.entry().path());
                entries.computeIfPresent(item.entry().path(), (path, known) -> named(known, item, scanSeq));
            } else if (line instanceof CompareLine.End end && end.complete()) {
                leave(end.folder(), named, scanSeq);
            }
        }
    }

    private static Known named(Known known, CompareLine.Item item, long scanSeq) {
        if (known.atSource()) {
            boolean replaced = item.digest().isPresent()
                    && !known.fact().entry().equals(item.entry())
                    && known.scanSeq() < scanSeq;
            return replaced ? known.at(false, known.scanSeq()) : known.at(true, Math.max(scanSeq, known.scanSeq()));
        }
        boolean recognised = known.fact().entry().equals(item.entry())
                && (item.digest().isEmpty()
                        || item.digest().get().equals(known.fact().digest()));
        return recognised && scanSeq >= known.scanSeq() ? known.at(true, scanSeq) : known;
    }

    private void leave(FolderName folder, Set<RelativePath> named, long scanSeq) {
        entries.replaceAll((path, known) -> {
            boolean leaves = path.folder().equals(folder)
                    && !named.contains(path)
                    && known.atSource()
                    && known.scanSeq() < scanSeq;
            return leaves ? known.at(false, scanSeq) : known;
        });
    }

    /** The facts that an agent would claim that agrees with the index. */
    List<Fact> atSource() {
        return entries.values().stream()
                .filter(Known::atSource)
                .map(Known::fact)
                .toList();
    }

    /** A run was opened or found open. */
    void opened(RunDriver run) {
        FencingToken before = tokens.put(run.run(), run.token());
        if (before == null) {
            assertThat(tokens.entrySet().stream()
                            .filter(other -> !other.getKey().equals(run.run()))
                            .map(Map.Entry::getValue))
                    .as("RUN-2 a new run's token is higher than all")
                    .allMatch(other -> other.compareTo(run.token()) < 0);
        } else {
            assertThat(run.token()).as("D-20 a run keeps its token").isEqualTo(before);
        }
    }

    void check(InMemoryStateIndex index) {
        Map<RelativePath, Known> rows = new TreeMap<>();
        for (FolderRow folder : index.folders(World.JOB)) {
            SetSummary archived = SetSummary.EMPTY;
            SetSummary atSource = SetSummary.EMPTY;
            for (EntryRow row : index.entries(folder.id())) {
                Fact fact = row.fact();
                assertThat(row.state()).isEqualTo(EntryState.VERIFIED);
                rows.put(fact.entry().path(), new Known(fact, row.atSource(), row.scanSeq(), row.run(), row.token()));
                archived = archived.plus(fact.entry().sizeBytes(), fact.entryDigest());
                if (row.atSource()) {
                    atSource = atSource.plus(fact.entry().sizeBytes(), fact.entryDigest());
                }
            }
            assertThat(folder.archived())
                    .as("D-1 archived of %s", folder.name())
                    .isEqualTo(archived);
            assertThat(folder.atSource())
                    .as("D-1 at_source of %s", folder.name())
                    .isEqualTo(atSource);
        }
        assertThat(rows)
                .as("I-3 the rows are what was reported, under run and token")
                .isEqualTo(entries);
        assertThat(index.losses(World.JOB)).as("CORE-10 losses").hasSameSizeAs(losses);
        checkRuns(index);
    }

    private void checkRuns(InMemoryStateIndex index) {
        JobRow job = index.job(World.JOB);
        List<RunId> alive = new ArrayList<>();
        for (RunRow run : index.runs(World.JOB)) {
            if (run.state().alive()) {
                alive.add(run.run());
                assertThat(run.token())
                        .as("I-4 the live run has the newest token")
                        .isEqualTo(job.token());
                assertThat(ended).doesNotContainKey(run.run());
            } else {
                RunRow before = ended.putIfAbsent(run.run(), run);
                assertThat(run).as("I-5 a terminal run never changes").isEqualTo(before == null ? run : before);
            }
            if (run.result().isPresent()) {
                // A balance that does not hold cannot be built (I-6).
                assertThat(run.result().get().balance().seen()).isNotNegative();
            }
        }
        assertThat(alive)
                .as("RUN-3 one live run")
                .isEqualTo(job.liveRun().map(List::of).orElse(List.of()));
    }

    /** Whether this run may write, as the index has it. */
    static boolean mayWrite(InMemoryStateIndex index, RunDriver run) {
        JobRow job = index.job(World.JOB);
        return Objects.equals(job.liveRun(), Optional.of(run.run()))
                && job.token().equals(run.token());
    }
}

package io.datasync.testkit.journal;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.QueuedReport;
import io.datasync.core.journal.RunNote;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.seal.FolderProbe;
import io.datasync.core.seal.SealedFolder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A seeded sequence of calls that change a job's journal, over few names, sizes and times, so that they meet each other often. The same
 * seed gives the same calls, whatever journal they are made on.
 */
public final class JournalScript {
    private static final List<RelativePath> PATHS = paths();
    private static final Instant START = Instant.parse("2026-04-23T10:00:00.123456789Z");

    private final Random random;
    private long scanSeq;
    private long steps;

    /** The sequence of a seed, from its beginning. */
    public JournalScript(long seed) {
        random = new Random(seed);
    }

    private static List<RelativePath> paths() {
        List<RelativePath> paths = new ArrayList<>();
        for (String folder : List.of("", "a/", "a-b/", "2026-04-23/", "2026-04-23/deep/er/", "\u241BFF/")) {
            for (String name : List.of("a", "a-b", "a.csv", "\u00FC\uD83D\uDE00", "\u241B0A\u241B80")) {
                paths.add(RelativePath.known(folder + name));
            }
        }
        return List.copyOf(paths);
    }

    /** The number of the scan begun last, 0 before the first: the one thing that no question about a journal shows. */
    public long scanSeq() {
        return scanSeq;
    }

    /** Makes the next call and returns its name with what it gave. */
    public String step(JobJournal journal) throws SyncException {
        steps++;
        if (scanSeq == 0) {
            return beginScan(journal);
        }
        return switch (random.nextInt(31)) {
            case 28 -> {
                journal.seal(List.of(sealed(), sealed()));
                yield "seal";
            }
            case 29 -> {
                journal.unseal(List.of(anyFolder()));
                yield "unseal";
            }
            case 30 -> {
                journal.noteSealDue(
                        random.nextBoolean() ? Optional.of(START.truncatedTo(ChronoUnit.MILLIS)) : Optional.empty());
                yield "noteSealDue";
            }
            case 0 -> beginScan(journal);
            case 1, 2, 3, 4 -> {
                journal.observe(scanSeq, entries());
                yield "observe";
            }
            case 5, 6 -> {
                journal.stageVanished(scanSeq, entries());
                yield "stageVanished, then " + journal.vanishCensus(scanSeq);
            }
            case 7 -> {
                journal.unstageVanished(
                        scanSeq, PATHS.get(random.nextInt(PATHS.size())).folder());
                yield "unstageVanished, then " + journal.vanishCensus(scanSeq);
            }
            case 8 -> {
                journal.forgetNew(scanSeq);
                yield "forgetNew";
            }
            case 9 -> "applyVanished lost " + journal.applyVanished(scanSeq, now());
            case 10, 11, 12, 13 -> {
                journal.recordVerified(anyScan(), facts());
                yield "recordVerified";
            }
            case 14, 15 -> {
                journal.adopt(facts());
                yield "adopt";
            }
            case 16 -> {
                journal.reportAgain(anyScan(), names());
                yield "reportAgain";
            }
            case 17 -> {
                List<RelativePath> names = names();
                int known = journal.find(names).size();
                journal.doubt(names);
                yield "doubt of " + known;
            }
            case 18 -> {
                journal.leaveOut(anyScan(), entries());
                yield "leaveOut";
            }
            case 19 -> acknowledge(journal);
            case 20 -> run(journal);
            case 21, 22 ->
                "hold gave " + journal.hold(scanSeq, random.nextInt(3), now()) + " of " + journal.newNames() + " new";
            case 23 -> {
                journal.acceptChanges();
                yield "acceptChanges";
            }
            case 24 -> {
                journal.quarantineChanges();
                yield "quarantineChanges";
            }
            case 25 -> losses(journal);
            case 26 -> {
                journal.noteChangesTold(random.nextInt(9));
                yield "noteChangesTold";
            }
            default -> {
                journal.raiseToken(new FencingToken(1 + random.nextInt(3), random.nextInt(50)));
                yield "raiseToken";
            }
        };
    }

    private String beginScan(JobJournal journal) throws SyncException {
        scanSeq = journal.beginScan();
        return "beginScan";
    }

    private String acknowledge(JobJournal journal) throws SyncException {
        List<QueuedReport> queued = journal.unreported(1 + random.nextInt(30));
        if (!queued.isEmpty()) {
            journal.acknowledge(queued.get(queued.size() - 1).number());
        }
        return "acknowledge";
    }

    /** One change a step, or a kill between two would leave what no number of steps does. */
    private String run(JobJournal journal) throws SyncException {
        RunId run = new RunId("run-" + random.nextInt(3));
        switch (random.nextInt(5)) {
            case 0 -> {
                journal.endRun(run);
                return "endRun";
            }
            case 1 -> {
                journal.acceptSource("volume-" + random.nextInt(4));
                return "acceptSource";
            }
            case 2 -> {
                journal.notePurge("memory-" + random.nextInt(4));
                return "notePurge";
            }
            default -> {
                Optional<RunId> continues =
                        random.nextBoolean() ? Optional.of(new RunId("run-" + random.nextInt(3))) : Optional.empty();
                journal.noteRun(new RunNote(run, now(), random.nextBoolean(), continues));
                return "noteRun";
            }
        }
    }

    private String losses(JobJournal journal) throws SyncException {
        RunId run = new RunId("run-" + random.nextInt(3));
        if (random.nextBoolean()) {
            journal.assignLosses(run);
            return "assignLosses";
        }
        journal.noteLossesWritten(run, 1 + random.nextInt(9));
        return "noteLossesWritten";
    }

    private long anyScan() {
        return Math.max(1, scanSeq - random.nextInt(3));
    }

    private Instant now() {
        return START.plusNanos(steps * 1_000_000_007L);
    }

    private List<SourceEntry> entries() {
        List<SourceEntry> entries = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            entries.add(entry());
        }
        return entries;
    }

    private SourceEntry entry() {
        RelativePath path = PATHS.get(random.nextInt(PATHS.size()));
        if (random.nextInt(5) == 0) {
            return SourceEntry.folder(path);
        }
        long ticks = random.nextInt(4) * (random.nextInt(10) == 0 ? Long.MIN_VALUE / 4 : 17_000_000_000_000_000L);
        return SourceEntry.file(path, random.nextInt(3) * 1_000_000_000_000L, ticks);
    }

    private List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        for (SourceEntry entry : entries()) {
            byte[] digest = new byte[Digest.BYTES];
            random.nextBytes(digest);
            facts.add(new Fact(entry, Digest.of(digest), now()));
        }
        return facts;
    }

    private List<RelativePath> names() {
        return entries().stream().map(SourceEntry::path).toList();
    }

    private FolderName anyFolder() {
        return PATHS.get(random.nextInt(PATHS.size())).folder();
    }

    private SealedFolder sealed() {
        long files = random.nextInt(9);
        return new SealedFolder(
                anyFolder(),
                new FolderProbe(random.nextInt(9), random.nextLong()),
                files,
                files + random.nextInt(3),
                random.nextInt(99),
                START.truncatedTo(ChronoUnit.MILLIS));
    }
}

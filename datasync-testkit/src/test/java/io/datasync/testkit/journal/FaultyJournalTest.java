package io.datasync.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.file.FileJournal;
import io.datasync.testkit.fault.Call;
import io.datasync.testkit.fault.Faults;
import io.datasync.testkit.fault.Part;
import io.datasync.testkit.fault.ProcessLife;
import io.datasync.testkit.fault.QueuedFaults;
import io.datasync.testkit.fault.SimulatedCrash;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.journal.fault.FaultyJournal;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A journal to which things happen, and one to which nothing does")
final class FaultyJournalTest implements JournalContract {
    private final QueuedFaults faults = new QueuedFaults();
    private final InMemoryJournal memory = new InMemoryJournal();
    private final ProcessLife life = new ProcessLife();
    private final FaultyJournal journal = FaultyJournal.over(memory, faults, life);

    @Override
    public Journal openEmpty() {
        return FaultyJournal.over(new InMemoryJournal(), Faults.NONE, new ProcessLife());
    }

    @Override
    public Journal crash(Journal one) {
        return FaultyJournal.over(((FaultyJournal) one).reopened(true), Faults.NONE, new ProcessLife());
    }

    private static void assertFails(JobJournal job) {
        assertThatThrownBy(job::beginScan).isInstanceOfSatisfying(SyncException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_IO);
            assertThat(e.retryable()).isTrue();
        });
    }

    private static long scans(Journal one) throws SyncException {
        return one.job(JOB).beginScan() - 1;
    }

    @Test
    @DisplayName("a call that fails before its work changes nothing, and one that fails after it everything")
    void failing() throws SyncException {
        JobJournal job = journal.job(JOB);
        faults.queue("beginScan", Verdict.fails(ErrorCode.JOURNAL_IO));
        faults.queue("beginScan", Verdict.answerLost(Part.JOURNAL));
        assertFails(job);
        assertFails(job);
        assertThat(scans(memory)).isEqualTo(1);
    }

    @Test
    @DisplayName("I-12 what a failed call did shows at the next opening or not, and in no other journal")
    void whatShowsLater() throws SyncException {
        JobJournal job = journal.job(JOB);
        job.beginScan();
        InMemoryJournal before = memory.copy();
        faults.queue("beginScan", Verdict.late(Part.JOURNAL));
        assertFails(job);
        assertThat(JournalState.of(job)).as("nothing shows yet").isEqualTo(JournalState.of(before.job(JOB)));
        assertThat(scans(journal.reopened(true))).isEqualTo(2);
        assertThat(scans(before)).isEqualTo(1);
    }

    @Test
    void whatMightShowMightNot() throws SyncException {
        JobJournal job = journal.job(JOB);
        faults.queue("beginScan", Verdict.late(Part.JOURNAL));
        assertFails(job);
        assertThat(scans(journal.reopened(false))).isZero();
    }

    @Test
    @DisplayName("the next change overwrites what was left half written; reading does not")
    void theNextChangeOverwrites() throws SyncException {
        JobJournal job = journal.job(JOB);
        faults.queue("beginScan", Verdict.late(Part.JOURNAL));
        assertFails(job);
        job.acceptSource("root");
        assertThat(scans(journal.reopened(true))).isZero();
    }

    @Test
    @DisplayName("I-8 a process dies before a call or after it, and is of no use any more")
    void dying() throws SyncException {
        JobJournal job = journal.job(JOB);
        faults.crashAt(faults.points() + 1);
        assertThatThrownBy(job::beginScan).isInstanceOf(SimulatedCrash.class);
        assertThatThrownBy(job::counts).isInstanceOf(SimulatedCrash.class);
        assertThatThrownBy(() -> journal.job(JOB)).isInstanceOf(SimulatedCrash.class);
        assertThat(scans(journal.reopened(false))).isEqualTo(1);
    }

    @Test
    @DisplayName("reading on in a cursor fails as well, and one that nobody gets is closed")
    void cursors() throws SyncException {
        JobJournal job = journal.job(JOB);
        job.observe(job.beginScan(), List.of(JournalSamples.file("2026-04-23/a", 1, 1)));
        faults.queue(FaultyJournal.NEXT, Verdict.fails(ErrorCode.JOURNAL_IO));
        try (JournalCursor cursor = job.entries(job.folders().get(0))) {
            assertThatThrownBy(cursor::next).isInstanceOf(SyncException.class);
            assertThat(cursor.next()).isNotNull();
            assertThat(cursor.next()).isNull();
        }
        faults.queue("entries", Verdict.answerLost(Part.JOURNAL));
        assertThatThrownBy(() -> job.entries(job.folders().get(0))).isInstanceOf(SyncException.class);
        assertThat(memory.openCursors()).isZero();
    }

    @Test
    @DisplayName("the bugs of a caller stay what they are")
    void bugsStayBugs() throws SyncException {
        JobJournal job = journal.job(JOB);
        assertThatThrownBy(() -> job.unreported(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(job).hasSameHashCodeAs(job).isNotEqualTo(memory.job(JOB));
    }

    @Test
    @DisplayName("a journal in files fails too, but cannot show later what it did")
    void anyJournal(@TempDir Path folder) throws SyncException {
        try (Journal files = FileJournal.open(folder, InstantSource.system());
                FaultyJournal around = FaultyJournal.around(files, faults, life)) {
            JobJournal job = around.job(JOB);
            faults.queue("beginScan", Verdict.fails(ErrorCode.JOURNAL_IO));
            assertFails(job);
            faults.queue("beginScan", Verdict.late(Part.JOURNAL));
            assertThatThrownBy(job::beginScan).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> around.reopened(true)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    @DisplayName("I-8 the calls that are said to read leave the journal as it is")
    void whatReadsChangesNothing() throws SyncException {
        Collection<String> asked = new TreeSet<>();
        Collection<String> wrong = new TreeSet<>();
        for (long seed = 1; seed <= 3; seed++) {
            InMemoryJournal one = new InMemoryJournal();
            Probe probe = new Probe(one, asked, wrong);
            JobJournal job = FaultyJournal.over(one, probe, new ProcessLife()).job(JOB);
            JournalScript script = new JournalScript(seed);
            for (int step = 0; step < 50; step++) {
                script.step(job);
                if (step % 10 == 0) {
                    JournalState.of(job);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(asked).hasSizeGreaterThan(25);
    }

    /** Compares what is there before and after each call that is said to read. */
    private static final class Probe implements Faults {
        private final InMemoryJournal memory;
        private final Collection<String> asked;
        private final Collection<String> wrong;
        private JournalState before;

        Probe(InMemoryJournal memory, Collection<String> asked, Collection<String> wrong) throws SyncException {
            this.memory = memory;
            this.asked = asked;
            this.wrong = wrong;
            before = state();
        }

        private JournalState state() throws SyncException {
            return JournalState.of(memory.copy().job(JOB));
        }

        @Override
        public Verdict verdict(Call call) {
            asked.add(call.name());
            return Verdict.goOn();
        }

        @Override
        public void done(Call call) {
            try {
                JournalState after = state();
                if (!call.changes() && !after.equals(before)) {
                    wrong.add(call.name());
                }
                before = after;
            } catch (SyncException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    @DisplayName("D-27 a cloned disk: two journals with one past go their own ways")
    void aCopyGoesItsOwnWay() throws SyncException {
        for (long seed = 1; seed <= 10; seed++) {
            InMemoryJournal original = new InMemoryJournal();
            JournalScript script = new JournalScript(seed);
            for (int step = 0; step < 40; step++) {
                script.step(original.job(JOB));
            }
            InMemoryJournal copy = original.copy();
            JournalState then = JournalState.of(original.job(JOB));
            assertThat(JournalState.of(copy.job(JOB))).as("seed %d", seed).isEqualTo(then);
            for (int step = 0; step < 40; step++) {
                script.step(original.job(JOB));
            }
            assertThat(JournalState.of(copy.job(JOB))).as("seed %d", seed).isEqualTo(then);
        }
    }
}

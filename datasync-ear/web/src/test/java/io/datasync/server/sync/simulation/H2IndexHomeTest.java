package io.datasync.server.sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.JobRow;
import io.datasync.core.index.RunRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.testkit.clock.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A database for simulations")
class H2IndexHomeTest {
    private static final Instant BEGIN = Instant.parse("2026-04-23T06:00:00Z");
    private static final JobId JOB = new JobId("job-1");
    private static final RunnerId RUNNER = new RunnerId("pc-1");
    private static final RunId RUN = new RunId("run-1");
    private static final FencingToken TOKEN = new FencingToken(3, 1);
    private static final RelativePath PATH = RelativePath.known("2026-04-23/a.csv");

    private final MovableClock clock = MovableClock.at(BEGIN);
    private final H2IndexHome home = new H2IndexHome(clock);

    @BeforeEach
    void aJob() {
        home.addJob(JOB, RUNNER, "memory:job-1");
    }

    @AfterEach
    void end() {
        home.close();
    }

    private void open(IndexTransaction tx) throws SyncException {
        Instant now = tx.now();
        tx.lockJob(JOB);
        tx.insertRun(new RunRow(
                RUN,
                JOB,
                RunState.OPEN,
                TOKEN,
                false,
                Optional.empty(),
                now,
                now,
                now.plusSeconds(60),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        tx.updateJob(JOB, TOKEN, Optional.of(RUN));
    }

    private static EntryRow entry(int size) {
        var fact = new Fact(SourceEntry.file(PATH, size, 1), Digest.OF_NOTHING, BEGIN);
        return new EntryRow(fact, EntryState.VERIFIED, true, 1, RUN, TOKEN);
    }

    private void store(EntryRow entry) throws SyncException {
        home.index().transact(tx -> {
            tx.lockJob(JOB);
            tx.upsertEntries(tx.folder(JOB, PATH.folder()).id(), List.of(entry));
            return entry;
        });
    }

    private List<EntryRow> seen() {
        FolderRow folder = home.view().folders(JOB).get(0);
        return home.view().entries(folder.id());
    }

    @Test
    @DisplayName("D-25 its time is that of the clock, also within a statement")
    void itsTimeIsThatOfTheClock() throws SyncException {
        assertThat(home.index().<Instant>transact(IndexTransaction::now)).isEqualTo(BEGIN);
        home.index().transact(tx -> {
            open(tx);
            return RUN;
        });
        clock.advance(Duration.ofDays(400));
        Instant later = BEGIN.plus(Duration.ofDays(400));
        assertThat(home.index().<Instant>transact(IndexTransaction::now)).isEqualTo(later);
        home.index().transact(tx -> tx.renewLeases(RUNNER, List.of(RUN), Duration.ofMinutes(5)));
        RunRow run = home.view().runs(JOB).get(0);
        assertThat(run.startedAt()).isEqualTo(BEGIN);
        assertThat(run.lastActivityAt()).isEqualTo(later);
        assertThat(run.leaseUntil()).isEqualTo(later.plus(Duration.ofMinutes(5)));
    }

    @Test
    @DisplayName("it shows what the index has, and what was not changed as the same object")
    void itShowsWhatTheIndexHas() throws SyncException {
        store(entry(1));
        EntryRow first = seen().get(0);
        assertThat(first).isEqualTo(entry(1));
        store(entry(1));
        assertThat(seen().get(0)).isSameAs(first);
        store(entry(2));
        assertThat(seen()).containsExactly(entry(2));
        home.index().transact(tx -> {
            open(tx);
            return RUN;
        });
        RunRow run = home.view().runs(JOB).get(0);
        assertThat(home.index().<Optional<RunRow>>transact(tx -> tx.run(RUN))).contains(run);
        assertThat(home.view().job(JOB).token()).isEqualTo(TOKEN);
        home.spoil(RUN);
        assertThat(home.view().runs(JOB)).hasSize(1).doesNotContain(run);
    }

    @Test
    @DisplayName("D-20 it is put back to what it was when it was backed up last")
    void itIsPutBack() throws SyncException {
        assertThatThrownBy(home::restore).isInstanceOf(IllegalStateException.class);
        store(entry(1));
        home.backUp();
        store(entry(2));
        home.index().transact(tx -> {
            open(tx);
            return RUN;
        });
        home.addJob(new JobId("job-2"), RUNNER, "memory:job-2");
        for (int times = 0; times < 2; times++) {
            home.restore();
            assertThat(seen()).containsExactly(entry(1));
            assertThat(home.view().runs(JOB)).isEmpty();
            assertThat(home.index().<Optional<JobRow>>transact(tx -> tx.lockJob(new JobId("job-2"))))
                    .isEmpty();
            store(entry(3));
            assertThat(seen()).containsExactly(entry(3));
        }
    }
}

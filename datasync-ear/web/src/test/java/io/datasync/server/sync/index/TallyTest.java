package io.datasync.server.sync.index;

import static io.datasync.server.sync.index.Samples.JOB;
import static io.datasync.server.sync.index.Samples.RUN;
import static io.datasync.server.sync.index.Samples.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.RunFileRow;
import io.datasync.core.lease.RunState;
import io.datasync.core.path.RelativePath;
import io.datasync.server.sync.index.JdbcStateIndex.Tally;
import io.datasync.server.sync.sql.DatabaseKind;
import io.datasync.server.sync.sql.OnDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is counted of transactions")
class TallyTest extends OnDatabase {
    private final List<Tally> told = new ArrayList<>();
    private final Calls index;

    TallyTest() throws SyncException {
        super(DatabaseKind.H2);
        index = new Calls(new JdbcStateIndex(database.transactions(), IndexHooks::write, IndexHooks.ALERTS, told::add));
        database.clear();
        Samples.addJob(database, JOB);
        index.run(t -> open(t, RUN));
        told.clear();
    }

    private static RunFileRow file(String path, RunFileRow.Outcome outcome) {
        return new RunFileRow(RelativePath.known(path), outcome, 1, Optional.empty(), Optional.empty());
    }

    @Test
    @DisplayName("files verified and runs that ended, once they are committed")
    void committedOnly() throws SyncException {
        List<RunFileRow> files = List.of(
                file("a", RunFileRow.Outcome.VERIFIED),
                file("b", RunFileRow.Outcome.VERIFIED),
                file("c", RunFileRow.Outcome.FAILED));
        index.run(t -> {
            t.lockJob(JOB);
            t.upsertRunFiles(RUN, files);
            t.updateRun(t.run(RUN).orElseThrow().heard(RunState.RUNNING, t.now(), Samples.LEASE));
        });
        assertThat(told).containsExactly(new Tally(Map.of(), 2));
        told.clear();

        assertThatThrownBy(() -> index.run(t -> {
                    t.lockJob(JOB);
                    t.updateRun(t.run(RUN)
                            .orElseThrow()
                            .ended(RunState.ORPHANED, t.now(), Optional.empty(), Optional.empty()));
                    throw SyncException.passing(ErrorCode.INDEX_UNAVAILABLE, "before the commit");
                }))
                .hasMessage("before the commit");
        assertThat(told).isEmpty();

        index.run(t -> {
            t.lockJob(JOB);
            t.updateRun(t.run(RUN).orElseThrow().ended(RunState.ORPHANED, t.now(), Optional.empty(), Optional.empty()));
        });
        assertThat(told).containsExactly(new Tally(Map.of(RunState.ORPHANED, 1L), 0));
    }
}

package io.datasync.core.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.RepairRow;
import io.datasync.core.index.RepairRow.Kind;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Whose turn it is to repair a job")
final class RepairTurnTest {
    private static final JobId JOB = new JobId("job");
    private static final RunId OLD = new RunId("old");
    private static final RunId NEW = new RunId("new");
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final Instant BEGUN = NOW.minusSeconds(7_200);
    private static final FolderName DONE = RelativePath.known("2026-04-23/x").folder();

    private static Optional<RepairRow> before(Kind kind, Instant heardAt) {
        return Optional.of(new RepairRow(JOB, OLD, kind, BEGUN, heardAt, Optional.of(DONE)));
    }

    private static RepairRow next(Optional<RepairRow> before, RunId repair) throws SyncException {
        return RepairTurn.next(before, JOB, repair, Kind.RECONCILE, NOW);
    }

    @Test
    @DisplayName("CORE-7 the first repair of a job begins with the first folder")
    void theFirst() throws SyncException {
        assertThat(next(Optional.empty(), NEW))
                .isEqualTo(new RepairRow(JOB, NEW, Kind.RECONCILE, NOW, NOW, Optional.empty()));
    }

    @Test
    @DisplayName(
            "CORE-7 one that died goes on after its last folder: at once under its own id, after a silence under another")
    void oneThatDied() throws SyncException {
        Instant silent = NOW.minus(RepairTurn.SILENCE_MAX);
        assertThat(next(before(Kind.RECONCILE, NOW), OLD))
                .isEqualTo(new RepairRow(JOB, OLD, Kind.RECONCILE, BEGUN, NOW, Optional.of(DONE)));
        assertThat(next(before(Kind.RECONCILE, silent), NEW))
                .isEqualTo(new RepairRow(JOB, NEW, Kind.RECONCILE, BEGUN, NOW, Optional.of(DONE)));
        assertThatThrownBy(() -> next(before(Kind.RECONCILE, silent.plusNanos(1)), NEW))
                .isInstanceOfSatisfying(SyncException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.REPAIR_BUSY);
                    assertThat(e.retryable()).isTrue();
                });
    }

    @Test
    @DisplayName(
            "D-25 one that was heard in the future, before the database's clock was put back, does not stand in the way until then")
    void oneOfTheFuture() throws SyncException {
        Instant ahead = NOW.plus(RepairTurn.SILENCE_MAX);
        var begun = new RepairRow(JOB, OLD, Kind.RECONCILE, ahead.minusSeconds(1), ahead, Optional.of(DONE));
        assertThat(next(Optional.of(begun), NEW))
                .isEqualTo(new RepairRow(JOB, NEW, Kind.RECONCILE, NOW, NOW, Optional.of(DONE)));
        assertThatThrownBy(() -> next(before(Kind.RECONCILE, ahead.minusNanos(1)), NEW))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REPAIR_BUSY));
    }

    @Test
    @DisplayName(
            "CORE-7 after one of another kind that died, a repair begins anew: what the other did is not done for it")
    void oneOfAnotherKind() throws SyncException {
        RepairRow fresh = new RepairRow(JOB, NEW, Kind.RECONCILE, NOW, NOW, Optional.empty());
        for (Kind kind : Kind.values()) {
            if (kind != Kind.RECONCILE) {
                assertThat(next(before(kind, NOW.minus(RepairTurn.SILENCE_MAX)), NEW))
                        .isEqualTo(fresh);
            }
        }
    }
}

package io.datasync.core.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What becomes of a request to open a run")
final class LeaseDecisionTest {
    private static final Instant NOW = Instant.parse("2026-04-23T12:00:00Z");
    private static final Duration SILENCE = Duration.ofMinutes(30);
    private static final RunId ASKED = new RunId("asked");
    private static final RunId HOLDER = new RunId("holder");
    private static final RunId OTHER = new RunId("other");

    private static Lease lease(RunId run, RunState state, int heardSecondsAgo, int leftSeconds) {
        return new Lease(run, state, NOW.minusSeconds(heardSecondsAgo), NOW.plusSeconds(leftSeconds));
    }

    private static LeaseDecision decide(Optional<RunState> asked, Optional<RunId> continues, Optional<Lease> holder) {
        return LeaseDecision.decide(ASKED, asked, continues, holder, NOW, SILENCE);
    }

    private static LeaseDecision fresh(Optional<RunId> continues, Lease holder) {
        return decide(Optional.empty(), continues, Optional.of(holder));
    }

    @Test
    @DisplayName("RUN-3 nobody holds the job: a new run begins")
    void nobodyHoldsTheJob() {
        assertThat(decide(Optional.empty(), Optional.empty(), Optional.empty())).isEqualTo(new LeaseDecision.Fresh());
        assertThat(decide(Optional.empty(), Optional.of(HOLDER), Optional.empty()))
                .isEqualTo(new LeaseDecision.Fresh());
        for (RunState ended : List.of(RunState.SUCCESS, RunState.PARTIAL, RunState.FAILED, RunState.ORPHANED)) {
            assertThat(fresh(Optional.empty(), lease(HOLDER, ended, 0, 300))).isEqualTo(new LeaseDecision.Fresh());
        }
    }

    @Test
    @DisplayName("D-23 another run is put off until the moment at which the lease ends, and not a moment longer")
    void anotherRunIsPutOff() {
        for (RunState alive : List.of(RunState.OPEN, RunState.RUNNING)) {
            assertThat(fresh(Optional.empty(), lease(HOLDER, alive, 299, 1)))
                    .isEqualTo(new LeaseDecision.Busy(HOLDER, NOW.plusSeconds(1)));
            assertThat(fresh(Optional.of(OTHER), lease(HOLDER, alive, 299, 1)))
                    .isEqualTo(new LeaseDecision.Busy(HOLDER, NOW.plusSeconds(1)));
            assertThat(fresh(Optional.empty(), lease(HOLDER, alive, 300, 0)))
                    .isEqualTo(new LeaseDecision.TakeOver(HOLDER));
            assertThat(fresh(Optional.empty(), lease(HOLDER, alive, 9_000, -1)))
                    .isEqualTo(new LeaseDecision.TakeOver(HOLDER));
        }
    }

    @Test
    @DisplayName("D-23 a run that continues the holder takes over at once")
    void aContinuingRunTakesOver() {
        assertThat(fresh(Optional.of(HOLDER), lease(HOLDER, RunState.RUNNING, 0, 300)))
                .isEqualTo(new LeaseDecision.TakeOver(HOLDER));
    }

    @Test
    @DisplayName("D-23 the holder itself goes on, with or without its lease, until it was silent for too long")
    void theHolderGoesOn() {
        for (RunState alive : List.of(RunState.OPEN, RunState.RUNNING)) {
            for (int left : List.of(300, 0, -1_000)) {
                assertThat(decide(
                                Optional.of(alive),
                                Optional.of(OTHER),
                                Optional.of(lease(ASKED, alive, 30 * 60 - 1, left))))
                        .isEqualTo(new LeaseDecision.Resume());
            }
            assertThat(decide(Optional.of(alive), Optional.empty(), Optional.of(lease(ASKED, alive, 30 * 60, -1))))
                    .isEqualTo(new LeaseDecision.CloseSilent());
        }
    }

    @Test
    @DisplayName("RUN-1 a run that has ended, or was overtaken, opens nothing, whoever holds the job")
    void anEndedRunOpensNothing() {
        List<Optional<Lease>> holders = new ArrayList<>(List.of(Optional.empty()));
        for (RunState state : RunState.values()) {
            holders.add(Optional.of(lease(HOLDER, state, 0, 300)));
            holders.add(Optional.of(lease(HOLDER, state, 9_000, -1)));
        }
        for (Optional<Lease> holder : holders) {
            for (RunState asked : RunState.values()) {
                assertThat(decide(Optional.of(asked), Optional.of(HOLDER), holder))
                        .as("asked %s, holder %s", asked, holder)
                        .isEqualTo(new LeaseDecision.Closed());
            }
        }
    }
}

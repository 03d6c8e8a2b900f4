package io.datasync.core.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.datasync.core.Property;
import io.datasync.core.drain.Admission.Admitted;
import io.datasync.core.drain.Admission.PutOff;
import io.datasync.core.drain.Admission.Request;
import io.datasync.core.lease.RunnerId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RUN-9 who is put off")
final class AdmissionRuleTest {
    private static final Instant NOW = Instant.parse("2026-04-20T07:00:00Z");
    private static final RunnerId RUNNER = new RunnerId("pc-1");
    private static final AdmissionRule RULE = AdmissionRule.DEFAULTS;
    private static final Drain MAINTENANCE =
            Drain.NONE.ordered(new DrainOrder("anna", "new disks", NOW, NOW.plusSeconds(60)));
    private static final LeaseStorm STORM = LeaseStorm.NONE.looked(100, 100, NOW, StormSettings.DEFAULTS);

    private static Admission decide(Request request, Drain drain, LeaseStorm storm, int living) {
        return RULE.decide(request, RUNNER, drain, storm, living, NOW);
    }

    @Test
    @DisplayName("new runs while it drains, with the reason and the time to come again, and nothing else")
    void newRunsOnly() {
        Duration after = RULE.spread().after(RUNNER, NOW);
        assertThat(decide(Request.NEW_RUN, MAINTENANCE, LeaseStorm.NONE, 0))
                .isEqualTo(new PutOff(after, "The server drains: new disks"));
        assertThat(decide(Request.NEW_RUN, Drain.NONE, LeaseStorm.NONE, 0)).isEqualTo(new Admitted());
        for (Request request : Request.values()) {
            if (request != Request.NEW_RUN) {
                assertThat(decide(request, MAINTENANCE, STORM, Integer.MAX_VALUE))
                        .as("%s", request)
                        .isEqualTo(new Admitted());
            }
        }
    }

    @Test
    @DisplayName("RUN-7 new runs while as many live as may, and fewer may after many leases expired")
    void theCap() {
        assertThat(decide(Request.NEW_RUN, Drain.NONE, LeaseStorm.NONE, 999)).isEqualTo(new Admitted());
        assertThat(decide(Request.NEW_RUN, Drain.NONE, LeaseStorm.NONE, 1_000))
                .isEqualTo(new PutOff(RULE.spread().after(RUNNER, NOW), "1000 runs live, and 1000 may."));
        assertThat(decide(Request.NEW_RUN, Drain.NONE, STORM, 499)).isEqualTo(new Admitted());
        assertThat(decide(Request.NEW_RUN, Drain.NONE, STORM, 500)).isInstanceOf(PutOff.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AdmissionRule(RULE.drain(), RULE.storm(), RULE.spread(), 0));
        assertThat(new AdmissionRule(RULE.drain(), RULE.storm(), RULE.spread(), 1).livingMax())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("AGT-4 whoever obeys is let in within 10 minutes after the drain ended, if there is room")
    void backInTime() {
        Property.holds(300, random -> {
            Instant end = NOW.plusSeconds(1 + random.nextInt(7_200));
            Drain drain = Drain.NONE.ordered(new DrainOrder("anna", "new disks", NOW, end));
            RunnerId runner = new RunnerId("pc-" + random.nextInt(100_000));
            Instant now = NOW.plusSeconds(random.nextInt(60));
            while (RULE.decide(Request.NEW_RUN, runner, drain, LeaseStorm.NONE, 0, now) instanceof PutOff putOff) {
                assertThat(now).isBefore(end);
                now = now.plus(putOff.retryAfter());
            }
            assertThat(now).isBefore(end.plus(RetrySpread.LONGEST));
        });
    }
}

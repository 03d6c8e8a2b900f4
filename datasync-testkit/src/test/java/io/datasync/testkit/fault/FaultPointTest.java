package io.datasync.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What becomes of a call under each verdict")
class FaultPointTest {
    private final ProcessLife life = new ProcessLife();
    private final List<String> seen = new ArrayList<>();
    private Verdict verdict = Verdict.goOn();
    private final Faults faults = new Faults() {
        @Override
        public Verdict verdict(Call call) {
            seen.add("asked " + call);
            return verdict;
        }

        @Override
        public void done(Call call) {
            seen.add("done " + call);
        }
    };
    private final FaultPoint point = new FaultPoint(Part.STORE, faults, life);

    private String call() throws SyncException {
        return point.call(
                point.named("PUT", true),
                () -> {
                    seen.add("work");
                    return "result";
                },
                result -> seen.add("forgot " + result),
                special -> "special");
    }

    @Test
    void itGoesOn() throws SyncException {
        assertThat(call()).isEqualTo("result");
        assertThat(seen).containsExactly("asked STORE.PUT", "work", "done STORE.PUT");
    }

    @Test
    void itFailsAndDoesNothing() {
        verdict = Verdict.fails(ErrorCode.SHARE_FULL);
        assertThatThrownBy(this::call).isInstanceOfSatisfying(SyncException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.SHARE_FULL));
        assertThat(seen).containsExactly("asked STORE.PUT");
    }

    @Test
    @DisplayName("I-12 an answer is lost after the work, and what was opened is closed")
    void theAnswerIsLost() {
        verdict = Verdict.answerLost(Part.STORE);
        assertThatThrownBy(this::call).isInstanceOfSatisfying(SyncException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
            assertThat(e.retryable()).isTrue();
        });
        assertThat(seen).containsExactly("asked STORE.PUT", "work", "done STORE.PUT", "forgot result");
    }

    @Test
    void itDiesBeforeTheWork() {
        verdict = new Verdict.CrashBefore();
        assertThatThrownBy(this::call).isInstanceOfSatisfying(SimulatedCrash.class, crash -> {
            assertThat(crash.isOf(life)).isTrue();
            assertThat(crash.isOf(new ProcessLife())).isFalse();
        });
        assertThat(seen).containsExactly("asked STORE.PUT");
    }

    @Test
    void itDiesAfterTheWorkAndStaysDead() {
        verdict = new Verdict.CrashAfter();
        assertThatThrownBy(this::call).isInstanceOf(SimulatedCrash.class);
        assertThat(seen).containsExactly("asked STORE.PUT", "work", "done STORE.PUT", "forgot result");
        verdict = Verdict.goOn();
        assertThatThrownBy(this::call).isInstanceOf(SimulatedCrash.class);
        assertThat(seen).hasSize(4);
    }

    @Test
    void itDiesToo() {
        FaultPoint other = new FaultPoint(Part.JOURNAL, Faults.NONE, life);
        life.end("the plug is pulled");
        assertThatThrownBy(() -> other.step(other.named("observe", true), () -> seen.add("work")))
                .as("one life for all parts of a process")
                .isInstanceOf(SimulatedCrash.class);
        assertThat(seen).isEmpty();
    }

    @Test
    void itDiesAfterWorkThatFailed() {
        verdict = new Verdict.CrashAfter();
        assertThatThrownBy(() -> point.step(point.named("PUT", true), () -> {
                    throw SyncException.permanent(ErrorCode.NAME_EXISTS, "by itself");
                }))
                .isInstanceOf(SimulatedCrash.class);
        assertThat(life.isDead()).isTrue();
        assertThat(seen).containsExactly("asked STORE.PUT");
    }

    @Test
    void whatOnlySomePartsCanDoIsForThem() throws SyncException {
        verdict = new Verdict.FlippedBit();
        assertThat(call()).isEqualTo("special");
        assertThatThrownBy(() -> point.step(point.named("PUT", true), () -> seen.add("work")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(seen).doesNotContain("work");
    }

    @Test
    void queuedFaultsComeFirst() {
        QueuedFaults queued = new QueuedFaults();
        queued.queue("PUT", Verdict.goOn());
        queued.queue("PUT", Verdict.fails(ErrorCode.SHARE_IO));
        queued.crashAt(5);
        Faults both = queued.then(faults);
        verdict = new Verdict.Twice();
        Call put = point.named("PUT", true);
        assertThat(both.verdict(put)).as("nothing queued asks on").isEqualTo(verdict);
        assertThat(both.verdict(put)).isInstanceOf(Verdict.Fails.class);
        assertThat(both.verdict(point.named("GET", false))).isEqualTo(verdict);
        assertThat(both.verdict(put)).isEqualTo(new Verdict.CrashAfter());
        assertThat(queued.points()).isEqualTo(6);
        both.done(put);
        assertThat(seen).endsWith("done STORE.PUT").hasSize(3);
    }
}

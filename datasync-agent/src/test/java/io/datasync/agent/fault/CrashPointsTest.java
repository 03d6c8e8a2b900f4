package io.datasync.agent.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.lease.JobId;
import io.datasync.core.store.directory.DirectoryStep;
import io.datasync.testkit.journal.InMemoryJournal;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class CrashPointsTest {
    private final AtomicInteger deaths = new AtomicInteger();

    private CrashPoints at(String text) {
        return CrashPoints.of(text, deaths::incrementAndGet);
    }

    private static JobJournal journal() throws SyncException {
        return new InMemoryJournal().job(new JobId("j"));
    }

    @Test
    @DisplayName("nothing is wrapped while it is off")
    void offByDefault() throws SyncException {
        JobJournal journal = journal();
        assertThat(at("").around(JobJournal.class, journal)).isSameAs(journal);
        assertThat(at("publish").around(JobJournal.class, journal)).isSameAs(journal);
        at("").stored(DirectoryStep.PUBLISHED);
        assertThat(deaths).hasValue(0);
        assertThat(System.getProperty(CrashPoints.PROPERTY)).isNull();
    }

    @Test
    @DisplayName("it ends the process at the n-th time, before or after")
    void theNthTime() throws SyncException {
        JobJournal journal = at("journal:2").around(JobJournal.class, journal());
        long scan = journal.beginScan();
        journal.recordVerified(scan, List.of());
        assertThat(deaths).hasValue(0);
        journal.recordVerified(scan, List.of());
        assertThat(deaths).hasValue(1);

        JobJournal before = at("before-observe").around(JobJournal.class, journal());
        assertThatThrownBy(() -> before.observe(7, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThat(deaths).hasValue(2);
    }

    @Test
    @DisplayName("what the port throws comes through")
    void failuresComeThrough() throws SyncException {
        JobJournal journal = at("observe").around(JobJournal.class, journal());
        assertThatThrownBy(() -> journal.pending(Optional.empty(), 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("every step is a call of a port")
    void everyStepIsACall() {
        for (CrashPoints.Step step : CrashPoints.Step.values()) {
            assertThat(Arrays.stream(step.port().getMethods()).map(Method::getName))
                    .contains(step.method());
        }
    }

    @Test
    @DisplayName("a point that is none stops the start")
    void unknownPoints() {
        for (String text : List.of("nowhere", "before-", "store-nowhere", "publish:0", "publish:often")) {
            assertThatThrownBy(() -> at(text)).isInstanceOf(IllegalArgumentException.class);
        }
        at("store-published").stored(DirectoryStep.PUBLISHED);
        assertThat(deaths).hasValue(1);
    }
}

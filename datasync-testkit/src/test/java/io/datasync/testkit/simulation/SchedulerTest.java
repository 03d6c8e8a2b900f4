package io.datasync.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.testkit.simulation.schedule.Scheduler;
import io.datasync.testkit.simulation.schedule.SimulationOver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Turns in simulated time")
class SchedulerTest {
    private static final Instant BEGIN = Instant.parse("2026-04-23T06:00:00Z");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Scheduler scheduler = new Scheduler(BEGIN, threads);
    private final List<String> done = new ArrayList<>();

    @AfterEach
    void end() {
        scheduler.end();
        threads.shutdownNow();
    }

    private void note(String what) {
        done.add(Duration.between(BEGIN, scheduler.now()).toMinutes() + " " + scheduler.running() + " " + what);
    }

    @Test
    @DisplayName("whoever is due first goes on; of several at once, who was put to sleep first")
    void inOrder() {
        scheduler.start("a", Duration.ZERO, () -> {
            note("begins");
            scheduler.sleep(Duration.ofMinutes(10));
            note("goes on");
        });
        scheduler.start("b", Duration.ZERO, () -> {
            note("begins");
            scheduler.sleep(Duration.ofMinutes(5));
            note("goes on");
            scheduler.start("c", Duration.ofMinutes(5), () -> note("begins"));
        });
        assertThat(scheduler.run(BEGIN.plus(Duration.ofHours(1)))).isNull();
        assertThat(done).containsExactly("0 a begins", "0 b begins", "5 b goes on", "10 a goes on", "10 c begins");
        assertThat(scheduler.now()).isEqualTo(BEGIN.plus(Duration.ofHours(1)));
    }

    @Test
    @DisplayName("time stops where it is told to, and goes on from there")
    void inParts() {
        scheduler.start("a", Duration.ofMinutes(30), () -> note("begins"));
        assertThat(scheduler.run(BEGIN.plus(Duration.ofMinutes(29)))).isNull();
        assertThat(done).isEmpty();
        assertThat(scheduler.running()).isEqualTo("nobody");
        assertThat(scheduler.run(BEGIN.plus(Duration.ofMinutes(30)))).isNull();
        assertThat(done).containsExactly("30 a begins");
    }

    @Test
    @DisplayName("what an activity throws ends all, each where it sleeps")
    void aFailure() {
        scheduler.start("sleeper", Duration.ZERO, () -> {
            try {
                scheduler.sleep(Duration.ofDays(1));
            } catch (SimulationOver over) {
                done.add("ended");
                throw over;
            }
        });
        scheduler.start("faulty", Duration.ofMinutes(1), () -> {
            throw new IllegalStateException("out of order");
        });
        assertThat(scheduler.run(BEGIN.plus(Duration.ofDays(2)))).hasMessage("out of order");
        assertThat(scheduler.now()).isEqualTo(BEGIN.plus(Duration.ofMinutes(1)));
        assertThat(scheduler.end()).hasMessage("out of order");
        assertThat(done).containsExactly("ended");
    }

    @Test
    @DisplayName("what never began does not begin when all ends")
    void nothingBeginsAtTheEnd() {
        scheduler.start("late", Duration.ofDays(1), () -> done.add("begun"));
        assertThat(scheduler.run(BEGIN)).isNull();
        assertThat(scheduler.end()).isNull();
        assertThat(done).isEmpty();
    }
}

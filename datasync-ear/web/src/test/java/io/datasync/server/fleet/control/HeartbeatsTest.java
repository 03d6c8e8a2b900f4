package io.datasync.server.fleet.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.AgentStatus;
import io.datasync.core.protocol.fleet.Heartbeat;
import io.datasync.core.protocol.fleet.HeartbeatAnswer;
import io.datasync.core.protocol.fleet.ShareStatus;
import io.datasync.server.platform.settings.ServerSettings;
import io.datasync.testkit.clock.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-34 heartbeats touch no database until they are written in one batch")
class HeartbeatsTest {
    private final MovableClock clock = MovableClock.at("2026-04-23T10:00:00Z");
    private final Rows rows = new Rows();
    private final FakeEvent<HeartbeatsHeard> heard = new FakeEvent<>();
    private final Heartbeats heartbeats = new Heartbeats(settings(2), clock, rows, heard, FakeMetrics.registry());

    @Test
    void theLastOfEachRunnerIsWrittenOnceInOrder() throws SyncException {
        take("b", 1);
        take("a", 1);
        take("a", 2);
        assertThat(rows.written).isEmpty();
        assertThat(heartbeats.flush()).isEqualTo(2);
        assertThat(rows.written).containsExactly("a 2", "b 1");
        assertThat(heard.fired()).hasSize(1);
        assertThat(heartbeats.flush()).isZero();
        assertThat(heard.fired()).hasSize(1);
    }

    @Test
    @DisplayName("D-34 a heartbeat that was overtaken on its way replaces nothing, waiting or written")
    void overtaken() throws SyncException {
        Instant sent = clock.instant();
        take("a", 8, sent.plusSeconds(60));
        take("a", 7, sent);
        assertThat(heartbeats.flush()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(30));
        take("a", 7, sent);
        assertThat(heartbeats.flush()).isZero();
        take("a", 9, sent.plusSeconds(120));
        heartbeats.flush();
        assertThat(rows.written).containsExactly("a 8", "a 9");
    }

    @Test
    @DisplayName("D-27 an agent whose counter starts again is heard at once, and one whose clock was set back as well")
    void aCounterThatStartsAgain() throws SyncException {
        Instant sent = clock.instant();
        take("a", 8, sent);
        take("a", 1, sent.plusSeconds(1));
        heartbeats.flush();
        take("a", 2, sent.minusSeconds(3_600));
        heartbeats.flush();
        assertThat(rows.written).containsExactly("a 1", "a 2");
    }

    @Test
    @DisplayName("AGT-1 an agent with both set back is silent for no longer than a heartbeat may be on its way")
    void bothSetBack() throws SyncException {
        Instant sent = clock.instant();
        take("a", 8, sent);
        clock.advance(Heartbeats.OVERTAKEN_MAX);
        take("a", 1, sent.minusSeconds(3_600));
        clock.advance(Duration.ofNanos(1));
        take("a", 2, sent.minusSeconds(3_540));
        heartbeats.flush();
        assertThat(rows.written).containsExactly("a 2");
        assertThat(Heartbeats.OVERTAKEN_MAX).isLessThan(Duration.ofMinutes(3));
    }

    @Test
    @DisplayName("RUN-5 what could not be written waits, unless something newer came")
    void anOutage() throws SyncException {
        take("a", 1);
        take("b", 1);
        rows.gone = true;
        rows.duringWrite = () -> {
            try {
                take("a", 2);
            } catch (SyncException impossible) {
                throw new IllegalStateException(impossible);
            }
        };
        assertThatThrownBy(heartbeats::flush).isInstanceOf(SyncException.class);
        rows.gone = false;
        rows.duringWrite = () -> {};
        heartbeats.flush();
        assertThat(rows.written).containsExactly("a 2", "b 1");
    }

    @Test
    @DisplayName("I-11 the queue is bounded, and a runner in it is always taken")
    void theQueueIsBounded() throws SyncException {
        take("a", 1);
        take("b", 1);
        assertThatThrownBy(() -> take("c", 1)).isInstanceOfSatisfying(SyncException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.INDEX_UNAVAILABLE);
            assertThat(failure.retryable()).isTrue();
        });
        take("a", 2);
    }

    @Test
    @DisplayName("AGT-2 the answer has the server's time and spreads the fleet")
    void theAnswer() throws SyncException {
        Set<Duration> intervals = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            HeartbeatAnswer answer = take("a", i);
            assertThat(answer.serverTime()).isEqualTo(clock.instant());
            assertThat(answer.commandsWaiting()).isFalse();
            intervals.add(answer.nextInterval());
        }
        assertThat(intervals).hasSizeGreaterThan(8).allSatisfy(interval -> assertThat(interval)
                .isBetween(Duration.ofSeconds(54), Duration.ofSeconds(66)));
    }

    private HeartbeatAnswer take(String runner, long counter) throws SyncException {
        return take(runner, counter, Instant.EPOCH);
    }

    private HeartbeatAnswer take(String runner, long counter, Instant sentAt) throws SyncException {
        return heartbeats.take(new RunnerId(runner), heartbeat(counter, sentAt));
    }

    private static Heartbeat heartbeat(long counter, Instant sentAt) {
        return new Heartbeat(
                AgentStatus.IDLE, "1.0", sentAt, counter, List.of(), List.of(), ShareStatus.OK, 0, Optional.empty(), 0);
    }

    private static ServerSettings settings(int queueMax) {
        ServerSettings defaults = ServerSettings.defaults(Path.of("home"));
        return new ServerSettings(
                defaults.home(),
                defaults.ciSecret(),
                defaults.sessionLifetime(),
                defaults.heartbeatInterval(),
                queueMax,
                defaults.pendingKeysMax(),
                defaults.bodyBytesMax(),
                defaults.sync(),
                defaults.masterKey(),
                defaults.masterKeyFile(),
                defaults.testClockFile());
    }

    private static final class Rows extends HeartbeatRows {
        private final List<String> written = new ArrayList<>();
        private boolean gone;
        private Runnable duringWrite = () -> {};

        @Override
        void write(List<HeardHeartbeat> batch) throws SyncException {
            duringWrite.run();
            if (gone) {
                throw SyncException.passing(ErrorCode.INDEX_UNAVAILABLE, "gone");
            }
            batch.forEach(heard ->
                    written.add(heard.runner() + " " + heard.heartbeat().counter()));
        }
    }
}

package io.datasync.server.security.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.pulse.BeatingPulse;
import io.datasync.server.platform.settings.ServerSettings;
import io.datasync.server.security.audit.Caller;
import io.datasync.server.security.audit.RefusalLogs;
import io.datasync.server.security.control.AgentKeys;
import io.datasync.server.security.control.CallerIdentity;
import io.datasync.server.security.control.Random256;
import io.datasync.server.security.control.Roles;
import io.datasync.server.security.control.Sessions;
import io.datasync.testkit.clock.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("SEC-7 credentials behind one address")
class AuthenticatorTest {
    private static final Caller CALLER = new Caller("anonymous", "10.0.0.1", "id");
    private static final Digest KEY = Random256.digest("a good key");
    private static final Digest TOKEN = Random256.digest("a good token");
    private static final Digest OTHER_TOKEN = Random256.digest("another good token");

    private final MovableClock clock = MovableClock.at("2026-04-23T10:00:00Z");
    private final Slow slow = new Slow();
    private final Authenticator authenticator = new Authenticator(
            ServerSettings.defaults(Path.of("unused")),
            new Keys(),
            new People(),
            RefusalLogs.forgetting(clock),
            BeatingPulse.now(),
            clock);

    /** Questions that begin with {@code slow} wait, as those to a busy database do. */
    private static final class Slow {
        final AtomicInteger asked = new AtomicInteger();
        final CountDownLatch end = new CountDownLatch(1);
        volatile boolean on;

        void pass() {
            if (on) {
                asked.incrementAndGet();
                try {
                    end.await();
                } catch (InterruptedException stop) {
                    throw new IllegalStateException(stop);
                }
            }
        }
    }

    private static final class Keys implements AgentKeys {
        @Override
        public boolean atHand(Digest key) {
            return false;
        }

        @Override
        public Optional<CallerIdentity> holder(Digest key) {
            return key.equals(KEY) ? Optional.of(new CallerIdentity("pc-1", Set.of(Roles.AGENT))) : Optional.empty();
        }
    }

    private final class People extends Sessions {
        @Override
        public Optional<CallerIdentity> holder(Digest token) throws SyncException {
            if (token.equals(TOKEN) || token.equals(OTHER_TOKEN)) {
                return Optional.of(new CallerIdentity("vera", Set.of(Roles.VIEWER)));
            }
            slow.pass();
            return Optional.empty();
        }
    }

    private Optional<String> judged(Credential credential) {
        Verdict verdict = authenticator.judge(credential, CALLER);
        return verdict.caller().isPresent()
                ? Optional.empty()
                : verdict.refusal().map(problem -> problem.code());
    }

    private Optional<String> unknown(int number) {
        return judged(new Credential.SessionToken(Random256.digest("unknown " + number)));
    }

    private void exhaust() {
        for (int i = 0; i < 100; i++) {
            assertThat(unknown(i)).contains("unauthenticated");
        }
        assertThat(unknown(100)).contains("rate_limited");
    }

    @Test
    @DisplayName("too many unknown ones are asked to slow down, those that are good are not")
    void theGoodArePassed() {
        exhaust();
        assertThat(judged(new Credential.SessionToken(TOKEN))).isEmpty();
        assertThat(judged(new Credential.AgentKey(KEY))).isEmpty();
        assertThat(unknown(101)).contains("rate_limited");
        assertThat(judged(new Credential.Unreadable())).contains("rate_limited");
        clock.advance(Duration.ofSeconds(1));
        assertThat(unknown(102)).contains("unauthenticated");
    }

    @Test
    @DisplayName(
            "I-11 the database is asked for few unknown ones at a time, and for those that proved good before regardless")
    void questionsAreBounded() throws Exception {
        assertThat(judged(new Credential.SessionToken(TOKEN))).isEmpty();
        exhaust();
        slow.on = true;
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Optional<String>>> waiting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int number = 200 + i;
                waiting.add(threads.submit(() -> unknown(number)));
            }
            org.awaitility.Awaitility.await().until(() -> slow.asked.get() == 4);
            assertThat(unknown(300)).contains("rate_limited");
            assertThat(slow.asked).hasValue(4);
            assertThat(judged(new Credential.SessionToken(TOKEN))).isEmpty();
            slow.end.countDown();
            for (Future<Optional<String>> each : waiting) {
                assertThat(each.get()).contains("rate_limited");
            }
            assertThat(judged(new Credential.SessionToken(OTHER_TOKEN))).isEmpty();
        } finally {
            slow.end.countDown();
            threads.shutdownNow();
        }
    }
}

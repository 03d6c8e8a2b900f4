package io.datasync.drills.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.testkit.process.RunningProcess;
import io.datasync.testkit.sandbox.Readiness;
import io.datasync.testkit.sandbox.Sandbox;
import io.datasync.testkit.sandbox.SandboxExtension;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A database with a network of its own, which can go away. */
@Tag("postgres")
@ExtendWith(SandboxExtension.class)
@ResourceLock(SandboxExtension.SERVER)
class DatabaseIT {
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final int SERVER = 6;

    @Test
    @DisplayName(
            "DR-M RUN-5 a server killed mid-run starts while its database is away: it names that, and all is told when both are back")
    void theDatabaseIsAwayAtTheStart(Sandbox sandbox) throws IOException, SyncException {
        try (Pc pc = Pc.in(sandbox, "database-away")) {
            pc.corpus(80).instrument(FIRST_DAY, 1, 5);
            assertThat(pc.once().exitCode()).isZero();
            pc.corpus(81).instrument(FIRST_DAY.plusDays(30), 20, 130);
            long total = 5 + 20 * 130;
            try (RunningProcess running = pc.beginOnce()) {
                running.await("the first batch was told", BOUND, () -> pc.agent().network().seen().stream()
                        .anyMatch(request -> request.target().endsWith("/progress")));
                sandbox.server().kill();
                sandbox.databaseNetwork().refuse();
                sandbox.server().startWithoutWaiting();
                assertThat(running.awaitExit(BOUND)).isEqualTo(SERVER);
            }
            sandbox.server().process().await("it says what it waits for", BOUND, () -> {
                Readiness.Answer answer = sandbox.server().answer();
                return answer.state() == Readiness.State.NOT_YET
                        && answer.reason().contains("database: ");
            });
            pc.corpus(82).instrument(FIRST_DAY.plusDays(60), 1, 3);
            Run offline = pc.once();
            assertThat(offline.exitCode()).as(offline.toString()).isEqualTo(SERVER);
            assertThat(offline.uploaded()).isEqualTo(3);
            assertThat(pc.mirror().differences()).isEmpty();
            assertThat(pc.journal().unreported()).isPositive();

            sandbox.databaseNetwork().pass();
            sandbox.server().awaitReady();
            Run online = pc.once();
            assertThat(online.exitCode()).as(online.toString()).isZero();
            assertThat(online.uploaded()).isZero();
            assertThat(online.balance().verified()).isEqualTo(total + 3);
            pc.assertWhole();
            assertThat(pc.runs().get(0).get("state").text()).isEqualTo("success");
        } finally {
            sandbox.databaseNetwork().pass();
        }
    }
}

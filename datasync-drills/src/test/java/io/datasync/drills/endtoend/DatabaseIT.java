package io.datasync.drills.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.SyncException;
import io.datasync.testkit.process.RunningProcess;
import io.datasync.testkit.proxy.Fault;
import io.datasync.testkit.proxy.FaultProxy;
import io.datasync.testkit.sandbox.AdminRefusal;
import io.datasync.testkit.sandbox.Readiness;
import io.datasync.testkit.sandbox.Sandbox;
import io.datasync.testkit.sandbox.SandboxExtension;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
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

    @Test
    @DisplayName(
            "RUN-5 D-37 a running server whose database goes away, or falls silent, says so, and works again by itself with it")
    void theDatabaseGoesAwayAndFallsSilent(Sandbox sandbox) throws IOException, SyncException {
        FaultProxy network = sandbox.databaseNetwork();
        try (Pc pc = Pc.in(sandbox, "database-gone")) {
            pc.corpus(90).instrument(FIRST_DAY, 1, 5);
            assertThat(pc.once().exitCode()).isZero();
            long server = sandbox.server().process().pid();

            long files = 5;
            for (Fault fault : List.of(Fault.refuse(), Fault.swallow())) {
                pc.corpus(90 + files).instrument(FIRST_DAY.plusDays(files), 1, 3);
                files += 3;
                network.apply(fault);
                Run away = pc.once();
                assertThat(away.exitCode()).as(fault + " " + away).isEqualTo(SERVER);
                assertThat(away.uploaded()).as(fault + " " + away).isEqualTo(3);
                assertThat(away.lines()).as(fault.toString()).anyMatch(line -> line.contains("(index_unavailable)"));
                assertThatThrownBy(() -> sandbox.admin().runs()).isInstanceOfSatisfying(AdminRefusal.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(503);
                    assertThat(refusal.code()).isEqualTo("index_unavailable");
                });
                assertThat(sandbox.server().ready()).isFalse();

                network.pass();
                sandbox.server().awaitReady();
                assertThat(sandbox.server().process().pid()).isEqualTo(server);
                Run back = pc.once();
                assertThat(back.exitCode()).as(fault + " " + back).isZero();
                assertThat(back.uploaded()).isZero();
                assertThat(back.balance().verified()).isEqualTo(files);
                pc.assertWhole();
            }
        } finally {
            network.pass();
        }
    }
}

package io.datasync.drills.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JournalCounts;
import io.datasync.testkit.process.RunningProcess;
import io.datasync.testkit.sandbox.Sandbox;
import io.datasync.testkit.sandbox.SandboxExtension;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A server that ends as by a power cut, and what the agents and its next start make of it. */
@ExtendWith(SandboxExtension.class)
@ResourceLock(SandboxExtension.SERVER)
class ServerKillIT {
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final int SERVER = 6;

    @Test
    @DisplayName(
            "DR-M RUN-4 a server killed mid-run loses no acknowledged fact, the run ends right, and nobody waits for it")
    void serverKilledMidRun(Sandbox sandbox) throws IOException, SyncException {
        try (Pc pc = Pc.in(sandbox, "kill-server")) {
            pc.corpus(70).instrument(FIRST_DAY, 1, 5);
            assertThat(pc.once().exitCode()).isZero();
            pc.corpus(71).instrument(FIRST_DAY.plusDays(30), 20, 130);
            long total = 5 + 20 * 130;
            Run offline;
            JournalCounts counts;
            try (RunningProcess running = pc.beginOnce()) {
                running.await("the first batch was told", BOUND, () -> pc.agent().network().seen().stream()
                        .anyMatch(request -> request.target().endsWith("/progress")));
                sandbox.server().kill();
                int exitCode = running.awaitExit(BOUND);
                offline = Run.of(exitCode, running.lastLines(50));
                counts = pc.journal();
            } finally {
                sandbox.server().start();
            }
            assertThat(offline.exitCode()).as(offline.toString()).isEqualTo(SERVER);
            assertThat(offline.balance().verified()).isEqualTo(total);
            assertThat(pc.mirror().differences()).isEmpty();
            assertThat(counts.unreported()).isPositive();
            assertThat(pc.indexedAtSource())
                    .as("acknowledged and not in the index")
                    .isGreaterThanOrEqualTo(total - counts.unreported());

            Run online = pc.once();
            assertThat(online.exitCode()).as(online.toString()).isZero();
            assertThat(online.uploaded()).isZero();
            assertThat(online.balance().verified()).isEqualTo(total);
            pc.assertWhole();
            assertThat(pc.runs().get(0).get("state").text()).isEqualTo("success");
        }
    }
}

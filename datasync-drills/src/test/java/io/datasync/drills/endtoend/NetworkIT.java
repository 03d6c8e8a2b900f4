package io.datasync.drills.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.agent.state.AgentHome;
import io.datasync.agent.state.AgentState;
import io.datasync.agent.state.Machine;
import io.datasync.agent.state.StateStore;
import io.datasync.core.failure.SyncException;
import io.datasync.testkit.proxy.Fault;
import io.datasync.testkit.sandbox.Sandbox;
import io.datasync.testkit.sandbox.SandboxAgent;
import io.datasync.testkit.sandbox.SandboxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The network between agent and server refuses, swallows, delays and cuts; archiving goes on (D-22). */
@ExtendWith(SandboxExtension.class)
@ResourceLock(value = SandboxExtension.SERVER, mode = ResourceAccessMode.READ)
class NetworkIT {
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 4, 1);
    private static final int SERVER = 6;
    private static final int NEW_FILES = 3;

    private record Trouble(String call, Fault fault) {
        boolean hits(String method, String target) {
            return method.equals("POST") && target.split("\\?", 2)[0].matches(call);
        }

        boolean isOfCompare() {
            return call.endsWith("compare");
        }
    }

    private static List<Trouble> troubles() {
        var troubles = new ArrayList<Trouble>();
        for (String call : List.of("/api/agent/runs", ".*/compare", ".*/progress", ".*/complete")) {
            troubles.add(new Trouble(call, Fault.refuse()));
            troubles.add(new Trouble(call, Fault.delay(Duration.ofMillis(300))));
            troubles.add(new Trouble(call, Fault.cutRequest(40)));
            troubles.add(new Trouble(call, Fault.cutResponse(0)));
            troubles.add(new Trouble(call, Fault.cutResponse(60)));
        }
        troubles.add(new Trouble("/api/agent/runs", Fault.swallow()));
        troubles.add(new Trouble(".*/complete", Fault.swallow()));
        return troubles;
    }

    /** Then every folder differs, and is compared. The run before must have ended: its id is lost too. */
    private static void loseTheJournal(Pc pc) throws IOException {
        pc.agent().network().pass();
        assertThat(pc.once().exitCode()).isZero();
        for (String part : List.of("journal.db", "journal.db-wal", "journal.db-shm")) {
            Files.deleteIfExists(pc.agent().home().resolve(part));
        }
    }

    @Test
    @DisplayName("I-12 D-22 whatever the network does to a call, every file is archived once and told once")
    void noFaultCostsAFileOrAFact(Sandbox sandbox) throws IOException, SyncException {
        try (Pc pc = Pc.in(sandbox, "network-faults")) {
            pc.agent().setting("request-timeout", "2s");
            pc.corpus(30).instrument(FIRST_DAY.minusDays(1), 1, NEW_FILES);
            assertThat(pc.once().exitCode()).isZero();
            long files = NEW_FILES;
            for (Trouble trouble : troubles()) {
                if (trouble.isOfCompare()) {
                    loseTheJournal(pc);
                }
                pc.corpus(31 + files).instrument(FIRST_DAY.plusDays(files), 1, NEW_FILES);
                files += NEW_FILES;
                var hit = new AtomicBoolean();
                pc.agent().network().decide(request -> {
                    boolean first = trouble.hits(request.method(), request.target()) && hit.compareAndSet(false, true);
                    return first ? trouble.fault() : Fault.pass();
                });
                Run run = pc.once();
                assertThat(run.exitCode()).as(trouble + " " + run).isIn(0, SERVER);
                assertThat(run.uploaded()).as(trouble + " " + run).isEqualTo(NEW_FILES);
                assertThat(run.balance().verified()).as(trouble.toString()).isEqualTo(files);
                assertThat(hit).as(trouble + " met its call").isTrue();
            }
            pc.agent().network().pass();
            Run last = pc.once();
            assertThat(last.exitCode()).as(last.toString()).isZero();
            assertThat(last.uploaded()).isZero();
            pc.assertWhole();
            assertThat(pc.indexedAtSource()).isEqualTo(files);
            assertThat(pc.runs()).noneMatch(run -> run.get("state").text().equals("failed"));
        }
    }

    @Test
    @DisplayName(
            "D-21 AGT-3 a server that is down at the start: archived offline, reported later under the same run, nothing sent twice")
    void offlineFromTheStart(Sandbox sandbox) throws IOException, SyncException {
        try (Pc pc = Pc.in(sandbox, "network-down")) {
            pc.corpus(40).instrument(FIRST_DAY, 1, 2);
            assertThat(pc.once().exitCode()).isZero();
            pc.corpus(41).instrument(FIRST_DAY.plusDays(1), 1, 10);
            pc.agent().network().refuse();

            Run offline = pc.once();
            assertThat(offline.exitCode()).as(offline.toString()).isEqualTo(SERVER);
            assertThat(offline.reported()).isFalse();
            assertThat(offline.lines()).anyMatch(line -> line.contains("(server_unreachable)"));
            assertThat(offline.uploaded()).isEqualTo(10);
            assertThat(pc.mirror().differences()).isEmpty();
            assertThat(pc.indexedAtSource()).isEqualTo(2);

            pc.agent().network().pass();
            Run online = pc.once();
            assertThat(online.exitCode()).as(online.toString()).isZero();
            assertThat(online.uploaded()).isZero();
            pc.assertWhole();
            assertThat(pc.runs()).anyMatch(run -> run.get("startedOffline").truth());
        }
    }

    @Test
    @DisplayName(
            "D-27 SEC-1 a key that was replaced is refused; its agent goes on archiving, says so, and enrols again with a new one")
    void aWrongKeyStopsNoUpload(Sandbox sandbox) throws IOException {
        try (Pc pc = Pc.in(sandbox, "network-key");
                SandboxAgent other = sandbox.agent("network-key-other")) {
            pc.corpus(50).instrument(FIRST_DAY, 1, 2);
            assertThat(pc.once().exitCode()).isZero();
            other.setting("runner-id", pc.agent().name());
            takeOver(sandbox, pc, other);
            pc.corpus(51).instrument(FIRST_DAY.plusDays(1), 1, 5);

            Run refused = pc.once();
            assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(SERVER);
            assertArchivedAndToldAfterEnrolling(sandbox, pc, refused);
        }
    }

    @Test
    @DisplayName(
            "D-22 SEC-1 a key that the server never knew is refused; archiving goes on, and enrolling anew mends it")
    void aKeyThatNobodyKnowsStopsNoUpload(Sandbox sandbox) throws IOException, SyncException {
        try (Pc pc = Pc.in(sandbox, "network-unknown")) {
            pc.corpus(60).instrument(FIRST_DAY, 1, 2);
            assertThat(pc.once().exitCode()).isZero();
            StateStore state = StateStore.open(
                    new AgentHome(pc.agent().home()), Machine.local(), Clock.systemUTC(), new SecureRandom());
            AgentState known = state.state();
            state.renewKeys();
            // It believes that it was approved, as after a restore of the server's database from before its enrolment.
            state.update(now -> now.withRunner(
                    known.runner().orElseThrow(),
                    known.status().orElseThrow(),
                    known.server().orElseThrow()));
            pc.corpus(61).instrument(FIRST_DAY.plusDays(1), 1, 5);

            Run refused = pc.once();
            assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(SERVER);
            assertThat(refused.lines()).anyMatch(line -> line.contains("(unauthenticated)"));
            assertArchivedAndToldAfterEnrolling(sandbox, pc, refused);
            pc.assertWhole();
        }
    }

    /** Five new files were archived although two were all that the server took; enrolling with a new key mends it, and sends none again. */
    private static void assertArchivedAndToldAfterEnrolling(Sandbox sandbox, Pc pc, Run refused) throws IOException {
        assertThat(refused.uploaded()).isEqualTo(5);
        assertThat(pc.mirror().differences()).isEmpty();
        assertThat(pc.indexedAtSource()).isEqualTo(2);

        takeOver(sandbox, pc, pc.agent());
        Run again = pc.once();
        assertThat(again.exitCode()).as(again.toString()).isZero();
        assertThat(again.uploaded()).isZero();
        assertThat(pc.indexedAtSource()).isEqualTo(7);
    }

    private static void takeOver(Sandbox sandbox, Pc pc, SandboxAgent other) {
        String name = pc.agent().name();
        try (var enrolling =
                other.begin("enroll", "--server", other.network().uri().toString(), "--wait")) {
            enrolling.await(
                    "it waits for approval", Duration.ofSeconds(30), () -> sandbox.admin().runners("pending").stream()
                            .anyMatch(runner -> runner.get("runnerId").text().equals(name)));
            sandbox.admin().approve(name);
            assertThat(enrolling.awaitExit(Duration.ofSeconds(30))).isZero();
        }
    }
}

package io.datasync.drills.demo.seats;

import io.datasync.core.failure.ErrorCode;
import io.datasync.drills.demo.ending.DemoFailure;
import io.datasync.drills.demo.ending.Ending;
import io.datasync.drills.demo.ending.Poll;
import io.datasync.drills.demo.home.DemoHome;
import io.datasync.testkit.process.Launch;
import io.datasync.testkit.process.ProcessFailure;
import io.datasync.testkit.process.RunningProcess;
import io.datasync.testkit.sandbox.AdminClient;
import io.datasync.testkit.sandbox.Installation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The demo's agent: one measurement PC, which reads one folder and nothing else. */
public final class AgentSeat {
    /** The id of the PC. */
    public static final String RUNNER = "demo-pc-01";

    private static final Duration ENROL_BOUND = Duration.ofSeconds(60);

    private final DemoHome home;
    private final Installation installation;
    private @Nullable RunningProcess process;

    public AgentSeat(DemoHome home, Installation installation) {
        this.home = home;
        this.installation = installation;
    }

    /**
     * Makes the agent known to the server, approves it, and lets it read this folder alone (I-14).
     *
     * @return whether a person, here the demo, had to approve it now
     * @throws DemoFailure {@code NOT_READY} when that does not come about
     */
    public boolean enrol(URI server, AdminClient admin, Path source) throws DemoFailure, IOException {
        Files.createDirectories(home.agent());
        Files.deleteIfExists(settings());
        Path log = home.logs().begin("enroll");
        boolean approved = false;
        try (RunningProcess enrolling = launch(
                        log,
                        "enroll",
                        "--wait",
                        "--server",
                        server.toString(),
                        "--id",
                        RUNNER,
                        "--root",
                        source.toString())
                .start()) {
            // It ends at once when it was approved before.
            Poll.until(ENROL_BOUND, () -> !enrolling.alive() || pending(admin));
            if (pending(admin)) {
                admin.approve(RUNNER);
                approved = true;
            }
            if (enrolling.awaitExit(ENROL_BOUND) == 0) {
                return approved;
            }
            throw notReady(enrolling.lastLines(1));
        } catch (ProcessFailure e) {
            throw notReady(e.lastLines());
        }
    }

    private static boolean pending(AdminClient admin) {
        return admin.runners("pending").stream()
                .anyMatch(runner -> runner.get("runnerId").text().equals(RUNNER));
    }

    private static DemoFailure notReady(List<String> lines) {
        String last = lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
        return DemoFailure.of(Ending.NOT_READY, "The agent could not be enrolled: " + last);
    }

    /** Starts the daemon; returns at once. */
    public void start() throws IOException {
        process = launch(home.logs().begin("agent"), "run").start();
    }

    /** Starts one execution of a job; returns at once. Its last line will be the result. */
    public RunningProcess once(String job) throws IOException {
        RunningProcess started = launch(home.logs().begin("once"), "once", "--job", job, "--json")
                .start();
        process = started;
        return started;
    }

    /** What the agent says of a job; empty while it has said nothing. */
    public Optional<JobProgress> progress(String job) throws DemoFailure, IOException {
        try {
            return JobProgress.in(Files.readString(home.agent().resolve("status.json")), job);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalStateException e) {
            throw DemoFailure.of(ErrorCode.STATE_CORRUPT, "The agent's status cannot be understood: " + e.getMessage());
        }
    }

    /** Forgets what an earlier agent said. */
    public void forgetProgress() throws IOException {
        Files.deleteIfExists(home.agent().resolve("status.json"));
    }

    /** Whether what was started last is still at work. */
    public boolean alive() {
        RunningProcess running = process;
        return running != null && running.alive();
    }

    /**
     * The process started last.
     *
     * @throws IllegalStateException when there was none
     */
    public RunningProcess process() {
        RunningProcess running = process;
        if (running == null) {
            throw new IllegalStateException("the agent was never started");
        }
        return running;
    }

    /** Stops it when it runs; false when it had to be killed. */
    public boolean stop() {
        return process == null || process.stop(RunningProcess.STOP_BOUND);
    }

    private Path settings() {
        return home.agent().resolve("agent.properties");
    }

    private Launch launch(Path log, String... arguments) {
        var command = new ArrayList<>(
                List.of(installation.agent().toString(), "--home", home.agent().toString()));
        command.addAll(List.of(arguments));
        return new Launch("agent", command, log)
                .directory(home.folder())
                .withoutInherited("DATASYNC_")
                .environment("DATASYNC_AGENT_HEARTBEAT_INTERVAL", "5s");
    }
}

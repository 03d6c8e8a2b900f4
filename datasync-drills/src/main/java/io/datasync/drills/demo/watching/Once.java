package io.datasync.drills.demo.watching;

import io.datasync.drills.demo.ending.DemoFailure;
import io.datasync.drills.demo.ending.Stop;
import io.datasync.drills.demo.home.Places;
import io.datasync.drills.demo.seats.AgentSeat;
import io.datasync.drills.demo.seats.DemoJob;
import io.datasync.drills.demo.seats.JobProgress;
import io.datasync.drills.demo.terminal.Screen;
import io.datasync.drills.demo.terminal.Wording;
import io.datasync.testkit.process.RunningProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One complete run, and what came of it. */
public final class Once {
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int LINES = 20;

    private final Places places;
    private final DemoJob job;
    private final AgentSeat agent;
    private final Screen screen;
    private final boolean json;
    private final Meter meter = new Meter();
    private Optional<JobProgress> last = Optional.empty();

    public Once(Places places, DemoJob job, AgentSeat agent, Screen screen, boolean json) {
        this.places = places;
        this.job = job;
        this.agent = agent;
        this.screen = screen;
        this.json = json;
    }

    /**
     * Runs the job once, and prints the result.
     *
     * @throws DemoFailure when files are not archived, or the work failed; the result was printed then, if there is one
     */
    public void run() throws DemoFailure, IOException {
        agent.forgetProgress();
        RunningProcess running = agent.once(job.id());
        boolean begun = false;
        while (running.alive() && !Stop.awaits(PAUSE)) {
            begun = follow(begun);
        }
        if (Stop.requested()) {
            return;
        }
        begun = follow(begun);
        screen.leave();
        end(running, begun);
    }

    private boolean follow(boolean begunBefore) throws DemoFailure, IOException {
        last = agent.progress(job.id()).or(() -> last);
        if (last.isEmpty()) {
            return begunBefore;
        }
        JobProgress progress = last.get();
        boolean begun = begunBefore;
        Optional<String> step = begun ? Optional.empty() : FirstFile.step(progress);
        if (step.isPresent()) {
            screen.line(step.get());
            begun = true;
        }
        meter.read(System.nanoTime(), progress.filesDone(), progress.bytesDone());
        if (progress.balance().seen() > 0) {
            screen.show(List.of(" " + Wording.equation(progress.balance()), " " + meter.text()));
        }
        return begun;
    }

    private void end(RunningProcess ended, boolean begun) throws DemoFailure {
        long waiting = last.map(seen -> seen.bytesTotal() - seen.bytesDone()).orElse(0L);
        OnceResult result = OnceResult.of(ended.lastLines(LINES), places.source(), job.archived(), waiting);
        if (!begun) {
            screen.line(FirstFile.nothingNew());
        }
        result.tell(screen, json);
    }
}

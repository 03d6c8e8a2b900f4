package io.datasync.drills.demo.watching;

import io.datasync.core.balance.Balance;
import io.datasync.drills.demo.ending.DemoFailure;
import io.datasync.drills.demo.ending.Ending;
import io.datasync.drills.demo.ending.Stop;
import io.datasync.drills.demo.home.DemoLogs;
import io.datasync.drills.demo.home.Outage;
import io.datasync.drills.demo.seats.AgentSeat;
import io.datasync.drills.demo.seats.DemoJob;
import io.datasync.drills.demo.seats.JobProgress;
import io.datasync.drills.demo.seats.MeasurementPc;
import io.datasync.drills.demo.seats.ServerSeat;
import io.datasync.drills.demo.terminal.Figures;
import io.datasync.drills.demo.terminal.Screen;
import io.datasync.drills.demo.terminal.Wording;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shows a running demo until it is told to stop, and lets the archive go away and come back. */
public final class Watch {
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final Parts parts;
    private final Clock clock;
    private final Screen screen;
    private final Meter meter = new Meter();
    private final Trouble trouble = new Trouble();
    private Balance shown = Balance.NOTHING;
    private long lostBefore;

    /** What is watched. */
    public record Parts(
            DemoJob job,
            ServerSeat server,
            AgentSeat agent,
            MeasurementPc instrument,
            Outage outage,
            DemoLogs logs,
            List<String> afterFirstFile,
            String hint) {
        public Parts {
            afterFirstFile = List.copyOf(afterFirstFile);
        }
    }

    public Watch(Parts parts, Clock clock, Screen screen) {
        this.parts = parts;
        this.clock = clock;
        this.screen = screen;
    }

    /**
     * Returns when a signal comes.
     *
     * @throws DemoFailure when the server, the agent or the instrument ends by itself
     */
    public void untilStopped() throws DemoFailure, IOException {
        boolean begun = false;
        while (!Stop.awaits(PAUSE)) {
            moveArchive();
            checkAlive(
                    "server",
                    parts.server().process().alive(),
                    parts.server().process().log());
            checkAlive("agent", parts.agent().alive(), parts.agent().process().log());
            parts.instrument().check();
            parts.logs().trim();
            Optional<JobProgress> progress = parts.agent().progress(parts.job().id());
            if (progress.isEmpty()) {
                continue;
            }
            if (!begun) {
                begun = begin(progress.get());
            }
            show(progress.get(), begun);
            parts.instrument().goOn(progress.get());
        }
    }

    private boolean begin(JobProgress progress) {
        Optional<String> step = FirstFile.step(progress);
        step.ifPresent(line -> {
            screen.line(line);
            parts.afterFirstFile().forEach(screen::line);
        });
        return step.isPresent();
    }

    private void moveArchive() throws IOException {
        switch (parts.outage().tick()) {
            case TAKEN ->
                event("The archive was taken away; it comes back at "
                        + parts.outage().until().map(this::local).orElse("once") + ".");
            case GIVEN_BACK -> event("The archive is back.");
            case NONE -> {
                // As it was.
            }
        }
    }

    private void show(JobProgress progress, boolean begun) {
        meter.read(System.nanoTime(), progress.filesDone(), progress.bytesDone());
        noteLosses(progress.balance());
        trouble.note(progress, clock.instant()).ifPresent(this::event);
        if (progress.idle() || progress.balance().seen() >= shown.seen()) {
            // While the source is listed anew the counts begin at nothing, which is no news.
            shown = progress.balance();
        }
        List<String> block = new ArrayList<>();
        block.add(" " + Wording.equation(shown));
        long waiting = shown.inFlight() + shown.failed();
        block.add(" "
                + trouble.since()
                        .map(since -> Trouble.lasting(local(since), progress, waiting))
                        .orElseGet(this::working));
        if (begun && screen.inPlace()) {
            block.add(" " + parts.hint());
        }
        screen.show(block);
    }

    private String working() {
        String pc = parts.instrument().runs()
                ? " The PC made " + Figures.files(parts.instrument().made()) + " and deleted "
                        + Figures.count(parts.instrument().deleted()) + " since the start."
                : "";
        return meter.text() + pc;
    }

    private void noteLosses(Balance balance) {
        if (balance.lost() > lostBefore) {
            event(Figures.files(balance.lost() - lostBefore) + " lost: deleted by the PC before archived.");
        }
        lostBefore = balance.lost();
    }

    private void event(String what) {
        screen.line(" " + local(clock.instant()) + " " + what);
    }

    private String local(Instant time) {
        return TIME.format(time.atZone(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS));
    }

    private static void checkAlive(String what, boolean alive, Path log) throws DemoFailure {
        if (!alive && !Stop.awaits(Duration.ofSeconds(1))) {
            throw DemoFailure.of(Ending.NOT_READY, "The " + what + " ended by itself. Log: " + log);
        }
    }
}

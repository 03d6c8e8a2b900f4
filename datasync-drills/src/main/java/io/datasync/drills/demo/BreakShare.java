package io.datasync.drills.demo;

import io.datasync.drills.demo.ending.DemoFailure;
import io.datasync.drills.demo.ending.Ending;
import io.datasync.drills.demo.ending.Poll;
import io.datasync.drills.demo.home.DemoHome;
import io.datasync.drills.demo.home.Outage;
import io.datasync.drills.demo.home.Places;
import io.datasync.drills.demo.terminal.Figures;
import io.datasync.drills.demo.terminal.Screen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Asks the running demo to take its archive away for a while, and sees to it that it comes back. */
final class BreakShare {
    private static final Duration TAKE_BOUND = Duration.ofSeconds(10);
    private static final Duration RETURN_BOUND = Duration.ofSeconds(10);

    private final Path home;
    private final Clock clock;
    private final Screen screen;

    BreakShare(Path home, Clock clock, Screen screen) {
        this.home = home;
        this.clock = clock;
        this.screen = screen;
    }

    /**
     * Takes it away and waits until it is back. A signal gives it back at once.
     *
     * @throws DemoFailure when no demo runs there, or when the archive is away already
     */
    void run(Duration away) throws DemoFailure, IOException {
        DemoHome.Running demo = DemoHome.required(home);
        var outage = new Outage(home, demo.archived(), clock);
        if (outage.until().isPresent() || outage.isAway()) {
            throw DemoFailure.of(Ending.WRONG_CALL, "The archive is away already, and will be given back by itself.");
        }
        var giveBack = new Thread(() -> askNoMore(outage), "give-back");
        Runtime.getRuntime().addShutdownHook(giveBack);
        outage.ask(clock.instant().plus(away));
        if (!Poll.until(TAKE_BOUND, outage::isAway)) {
            outage.askNoMore();
            throw DemoFailure.of(Ending.NOT_READY, "The demo did not take its archive away: " + demo.archived() + ".");
        }
        screen.line("The archive is away for " + Figures.duration(away) + ": " + Places.shown(demo.archived()));
        screen.line("Watch the demo's own terminal. Ctrl-C here gives it back at once.");
        boolean returned = Poll.until(
                away.plus(RETURN_BOUND),
                () -> !outage.isAway() || DemoHome.running(home).isEmpty());
        if (!returned || outage.isAway()) {
            // The demo was killed, or hangs: what it cannot do is done here.
            outage.giveBack();
        }
        screen.line("The archive is back. What had to wait is archived now.");
    }

    private static void askNoMore(Outage outage) {
        try {
            outage.askNoMore();
        } catch (IOException e) {
            // The time that stands in the file ends it.
        }
    }
}

package io.datasync.drills.demo;

import io.datasync.drills.demo.terminal.Screen;
import io.datasync.drills.demo.terminal.Wording;
import io.datasync.testkit.sandbox.Installation;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;

/** Brings up server, instrument and agent, one after the other, and watches them until they are told to stop. */
final class DemoRun {
    private final DemoOptions options;
    private final Clock clock;
    private final Screen screen;

    DemoRun(DemoOptions options, Clock clock, Screen screen) {
        this.options = options;
        this.clock = clock;
        this.screen = screen;
    }

    Ending run() throws DemoFailure, IOException {
        Places places = Places.of(options.home(), options.source(), options.archive());
        Stop.Guard guard = Stop.guard();
        try (DemoHome home = DemoHome.hold(places.home())) {
            ServerSeat.checkPort(options.port());
            screen.line("DataSync demo: all on this computer (127.0.0.1) and under " + Places.shown(places.home()));
            build();
            return work(places, home);
        } finally {
            guard.close();
        }
    }

    private Ending work(Places places, DemoHome home) throws DemoFailure, IOException {
        Installation installation = Installation.find();
        try (var server = new ServerSeat(home, options.port(), secret());
                var instrument = new MeasurementPc(places.source(), clock)) {
            start(server, installation);
            new Access(home.secrets(), home.server(), server.uri()).enter();
            instrument.fill();
            throw DemoFailure.of(Ending.NOT_READY, "This build has no agent yet.");
        }
    }

    private void build() {
        String done = System.getProperty("datasync.build", "up to date");
        long millis = Long.getLong("datasync.build.millis", 0);
        screen.line(Wording.step(1, "build", done, Duration.ofMillis(millis)));
    }

    private void start(ServerSeat server, Installation installation) throws DemoFailure {
        long begin = System.nanoTime();
        server.start(installation, waited -> {});
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        screen.line(Wording.step(2, "server", server.uri() + " is ready", took));
    }

    private static String secret() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}

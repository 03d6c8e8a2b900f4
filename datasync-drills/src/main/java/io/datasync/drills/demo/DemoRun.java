package io.datasync.drills.demo;

import io.datasync.drills.demo.ending.DemoFailure;
import io.datasync.drills.demo.ending.Ending;
import io.datasync.drills.demo.ending.Stop;
import io.datasync.drills.demo.home.DemoHome;
import io.datasync.drills.demo.home.Outage;
import io.datasync.drills.demo.home.Places;
import io.datasync.drills.demo.seats.Access;
import io.datasync.drills.demo.seats.AgentSeat;
import io.datasync.drills.demo.seats.DemoJob;
import io.datasync.drills.demo.seats.MeasurementPc;
import io.datasync.drills.demo.seats.ServerSeat;
import io.datasync.drills.demo.terminal.Figures;
import io.datasync.drills.demo.terminal.Screen;
import io.datasync.drills.demo.terminal.Wording;
import io.datasync.drills.demo.watching.Once;
import io.datasync.drills.demo.watching.Watch;
import io.datasync.testkit.sandbox.AdminClient;
import io.datasync.testkit.sandbox.Installation;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

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
        var server = new ServerSeat(home, options.port(), secret());
        var agent = new AgentSeat(home, installation);
        DemoJob job = DemoJob.of(places);
        var outage = new Outage(home.folder(), job.archived(), clock);
        outage.giveBack();
        boolean agentDone = true;
        boolean serverDone = true;
        try (var instrument = new MeasurementPc(places.source(), clock)) {
            start(server, installation, instrument, places);
            var access = new Access(home.secrets(), home.server(), server.uri());
            AdminClient admin = access.enter();
            prepared(places);
            // First: at its enrolment the agent learns which jobs there are.
            job.letOthersRest(admin);
            enrol(places, agent, server, admin);
            job.make(admin, places);
            home.announce(new DemoHome.Running(options.port(), job.archived()));
            if (options.once()) {
                new Once(places, job, agent, screen, options.json()).run();
            } else {
                agent.forgetProgress();
                agent.start();
                var parts = new Watch.Parts(
                        job, server, agent, instrument, outage, home.logs(), welcome(server, access, admin), hint());
                new Watch(parts, clock, screen).untilStopped();
            }
        } finally {
            screen.leave();
            agentDone = agent.stop();
            serverDone = server.stop();
            outage.giveBack();
        }
        if (Stop.requested()) {
            screen.line("Stopping: agent " + done(agentDone) + ", server " + done(serverDone)
                    + ". Start again to go on where it stopped.");
        }
        return Ending.DONE;
    }

    private static String done(boolean orderly) {
        return orderly ? "done" : "killed";
    }

    private void build() {
        String done = System.getProperty("datasync.build", "up to date");
        long millis = Long.getLong("datasync.build.millis", 0);
        screen.line(Wording.step(1, "build", done, Duration.ofMillis(millis)));
    }

    private void start(ServerSeat server, Installation installation, MeasurementPc instrument, Places places)
            throws DemoFailure, IOException {
        long begin = System.nanoTime();
        server.launch(installation);
        if (places.ownSource()) {
            // Meanwhile, since both take seconds.
            instrument.fill();
        }
        server.awaitReady(waited -> {
            if (screen.inPlace()) {
                Duration seconds = Duration.ofSeconds(waited.toSeconds());
                screen.show(List.of(Wording.step(2, "server", "starting", seconds)));
            }
        });
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        screen.show(List.of());
        screen.line(Wording.step(2, "server", server.uri() + " is ready", took));
    }

    private void prepared(Places places) {
        if (places.ownSource()) {
            screen.line(Wording.step(
                    3,
                    "instrument",
                    "a PC that makes files and keeps only the newest " + Figures.count(MeasurementPc.FILES_KEPT)));
        } else {
            screen.line(Wording.step(
                    3, "source", "Reads " + places.source() + " only; nothing there is changed or deleted."));
        }
    }

    private void enrol(Places places, AgentSeat agent, ServerSeat server, AdminClient admin)
            throws DemoFailure, IOException {
        boolean approved = agent.enrol(server.uri(), admin, places.source());
        String how = approved ? " enrolled; approved, since this is a demo" : " is enrolled and approved";
        screen.line(Wording.step(4, "agent", AgentSeat.RUNNER + how));
    }

    /** Where to look, and how to log in. */
    private List<String> welcome(ServerSeat server, Access access, AdminClient admin) throws IOException {
        Optional<String> password = access.firstPassword(admin);
        access.shown();
        String again = command("--new-password");
        List<String> lines = new ArrayList<>();
        if (password.isPresent()) {
            lines.add("     Open   " + server.uri() + "      user admin   password " + password.get());
            lines.add("            The password is shown once. A new one: " + again);
        } else {
            lines.add("     Open   " + server.uri() + "      user admin   password as shown at the first start");
            lines.add("            A new one: " + again);
        }
        if (!screen.inPlace()) {
            lines.add(" " + hint());
        }
        return lines;
    }

    private String hint() {
        return "See danger and rescue: " + command("--break share") + "     Stop: Ctrl-C";
    }

    private String command(String option) {
        boolean usual = options.home().equals(DemoOptions.defaultHome());
        return "./datasync demo " + option + (usual ? "" : " --home " + options.home());
    }

    private static String secret() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}

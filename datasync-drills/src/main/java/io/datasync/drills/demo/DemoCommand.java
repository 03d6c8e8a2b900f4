package io.datasync.drills.demo;

import io.datasync.core.failure.ErrorCode;
import io.datasync.drills.demo.ending.DemoFailure;
import io.datasync.drills.demo.ending.Ending;
import io.datasync.drills.demo.ending.Stop;
import io.datasync.drills.demo.home.DemoHome;
import io.datasync.drills.demo.seats.Access;
import io.datasync.drills.demo.terminal.Figures;
import io.datasync.drills.demo.terminal.Screen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the demo. Every failure ends with a sentence, its name, and an exit code that is not 0. */
@Command(
        name = "./datasync demo",
        sortOptions = false,
        description = "A server, an agent and an instrument on this computer, at work. Ctrl-C stops all.",
        footer = {
            "",
            "Exit codes: 0 done; 1 files are not archived or the work failed; 2 wrong command line; 5 the port is taken;",
            "6 server or agent did not come up; 7 a demo is running already under this home; 8 none is running."
        })
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this")
    // Read by picocli alone.
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    @Option(names = "--source", paramLabel = "DIR", description = "archive this folder; nothing in it is changed")
    private @Nullable Path source;

    @Option(names = "--archive", paramLabel = "DIR", description = "archive to this folder; default: below the home")
    private @Nullable Path archive;

    @Option(names = "--home", paramLabel = "DIR", description = "keep everything here; default: ~/.datasync-demo")
    private Path home = DemoOptions.defaultHome();

    @Option(names = "--port", paramLabel = "N", description = "the server's port on 127.0.0.1; default: 8080")
    private int port = DemoOptions.PORT;

    @Option(names = "--once", description = "end after the first complete run")
    private boolean once;

    @Option(names = "--json", description = "with --once: the last line is a JSON object")
    private boolean json;

    @Option(names = "--break", paramLabel = "share", description = "take the running demo's archive away for a while")
    private @Nullable String broken;

    @Option(names = "--for", paramLabel = "SECONDS", description = "with --break: for so long; default: 30")
    private @Nullable Integer seconds;

    @Option(names = "--new-password", description = "give the user admin of the running demo a new password")
    private boolean newPassword;

    private final Screen screen;
    private final Clock clock;

    DemoCommand(Screen screen, Clock clock) {
        this.screen = screen;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        try {
            return obeyed().exitCode();
        } catch (DemoFailure e) {
            return failed(e);
        } catch (IOException e) {
            return failed(DemoFailure.of(ErrorCode.CONFIGURATION_INVALID, "The demo cannot go on: " + e + "."));
        } catch (UncheckedIOException e) {
            return failed(
                    DemoFailure.of(ErrorCode.SERVER_UNREACHABLE, "The demo cannot go on: " + e.getMessage() + "."));
        }
    }

    private int failed(DemoFailure failure) {
        if (!Stop.requested()) {
            screen.leave();
            System.err.println(failure.line());
        }
        return failure.ending().exitCode();
    }

    private Ending obeyed() throws DemoFailure, IOException {
        if (broken == null && seconds != null) {
            throw DemoFailure.of(Ending.WRONG_CALL, "--for needs --break share.");
        }
        if (broken != null && newPassword) {
            throw DemoFailure.of(Ending.WRONG_CALL, "--break and --new-password are two calls.");
        }
        if (broken != null) {
            return breakShare(broken);
        }
        if (newPassword) {
            return renewPassword();
        }
        var options =
                new DemoOptions(Optional.ofNullable(source), Optional.ofNullable(archive), home, port, once, json);
        return new DemoRun(options.check(), clock, screen).run();
    }

    private Ending breakShare(String what) throws DemoFailure, IOException {
        Duration away = seconds == null ? DemoOptions.OUTAGE : Duration.ofSeconds(seconds);
        if (!what.equals("share")) {
            throw DemoFailure.of(Ending.WRONG_CALL, "Only the share can be broken: --break share.");
        }
        if (away.isNegative() || away.isZero() || away.compareTo(DemoOptions.OUTAGE_MAX) > 0) {
            String longest = Figures.duration(DemoOptions.OUTAGE_MAX);
            throw DemoFailure.of(Ending.WRONG_CALL, "The share can be away for 1 s to " + longest + ".");
        }
        new BreakShare(home, clock, screen).run(away);
        return Ending.DONE;
    }

    private Ending renewPassword() throws DemoFailure, IOException {
        DemoHome.Running demo = DemoHome.required(home);
        URI server = URI.create("http://127.0.0.1:" + demo.port());
        String password = new Access(home.resolve("demo.json"), home.resolve("server"), server).newPassword();
        screen.line("user admin   password " + password + "   at " + server);
        screen.line("It is shown once; the one before has ended.");
        return Ending.DONE;
    }
}

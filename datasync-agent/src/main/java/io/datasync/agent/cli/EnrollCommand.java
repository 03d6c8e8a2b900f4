package io.datasync.agent.cli;

import io.datasync.agent.config.AgentSettings;
import io.datasync.agent.config.ServerUrl;
import io.datasync.agent.config.SettingKey;
import io.datasync.agent.config.SettingsWriter;
import io.datasync.agent.log.AgentLog;
import io.datasync.agent.state.AgentHome;
import io.datasync.agent.state.AgentState;
import io.datasync.agent.state.Machine;
import io.datasync.agent.work.Workplace;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.RunnerStatus;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Makes this PC known to a server. Repeating it changes what is given anew and asks again. */
@Command(
        name = "enroll",
        description = {
            "Makes this PC known to a server, where a person approves it.",
            "Keys are made here and never leave this PC. Repeat it to add folders or to ask again."
        },
        mixinStandardHelpOptions = true,
        versionProvider = AgentVersion.class)
final class EnrollCommand implements Callable<Integer> {
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);

    @ParentCommand
    private AgentCommand agent;

    @Spec
    private CommandSpec spec;

    @Option(names = "--server", paramLabel = "URL", required = true, description = "Where the server is.")
    private String server = "";

    @Option(names = "--id", paramLabel = "ID", description = "The id that this PC had before, or shall have.")
    private String id = "";

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "A folder that may be read; may be given several times. Nothing else is ever read.")
    private List<Path> roots = List.of();

    @Option(names = "--wait", description = "Wait for the approval.")
    private boolean wait;

    @Override
    public Integer call() throws SyncException {
        AgentHome home = agent.home();
        home.make();
        AgentSettings settings = write(home);
        AgentLog.begin(home, settings, false, agent.clock());
        PrintWriter out = spec.commandLine().getOut();
        try (Workplace workplace = Workplace.open(home, settings, AgentVersion.text(), agent.clock(), agent.stop())) {
            AgentState state = workplace.enrolment().enrol();
            out.println("Server    " + server + " answers");
            roots.stream()
                    .filter(root -> !Files.isDirectory(root))
                    .forEach(root ->
                            out.println("Note      " + root + " is no folder now; it may be read once it is one"));
            out.println("This PC   " + name(state) + "   fingerprint "
                    + Machine.local().shortFingerprint() + "   compare it on the server");
            if (wait && !isActive(state)) {
                out.println("Waiting for approval. You may stop this with Ctrl-C; ask again with the same command.");
            }
            while (wait && !isActive(state)) {
                agent.stop().pause(BETWEEN_QUESTIONS);
                state = workplace.enrolment().check();
            }
            if (!isActive(state)) {
                throw SyncException.permanent(ErrorCode.RUNNER_PENDING, "This PC waits for approval as " + name(state));
            }
            int jobs = workplace.refreshJobs().jobs().size();
            out.println("Approved  as " + name(state) + ", " + jobs + (jobs == 1 ? " job" : " jobs"));
            return ExitCode.OK.number();
        }
    }

    private AgentSettings write(AgentHome home) throws SyncException {
        SettingsWriter.set(
                home.folder(), SettingKey.SERVER_URL, ServerUrl.parse(server).toString());
        if (!id.isEmpty()) {
            SettingsWriter.set(
                    home.folder(), SettingKey.RUNNER_ID, RunnerId.parse(id).text());
        }
        if (!roots.isEmpty()) {
            List<Path> absolute = roots.stream()
                    .map(root -> root.toAbsolutePath().normalize())
                    .toList();
            SettingsWriter.addRoots(home.folder(), agent.settings().roots(), absolute);
        }
        return agent.settings();
    }

    private static boolean isActive(AgentState state) {
        return state.status().filter(RunnerStatus.ACTIVE::equals).isPresent();
    }

    private static String name(AgentState state) {
        return state.runner().map(RunnerId::text).orElse("unknown");
    }
}

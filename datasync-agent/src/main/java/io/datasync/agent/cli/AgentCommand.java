package io.datasync.agent.cli;

import io.datasync.agent.config.AgentSettings;
import io.datasync.agent.config.SettingsReader;
import io.datasync.agent.state.AgentHome;
import io.datasync.agent.work.StopSignal;
import io.datasync.core.failure.SyncException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The agent's command line as a whole: what all commands share. */
@Command(
        name = "datasync-agent",
        description = "Archives the files of this PC before the PC deletes them, and proves that it did.",
        subcommands = {RunCommand.class, OnceCommand.class, StatusCommand.class, EnrollCommand.class},
        versionProvider = AgentVersion.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n")
public final class AgentCommand {
    private static final String DEFAULT_HOME = "/var/lib/datasync-agent";

    private final Map<String, String> environment;
    private final Clock clock;
    private final StopSignal stop;

    @Option(
            names = "--home",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "Where the agent keeps its identity, its journal and its logs. Default: "
                    + SettingsReader.HOME_VARIABLE + ", else " + DEFAULT_HOME + ".")
    private String home = "";

    private AgentCommand(Map<String, String> environment, Clock clock, StopSignal stop) {
        this.environment = environment;
        this.clock = clock;
        this.stop = stop;
    }

    /**
     * Executes a command line.
     *
     * @return the number of an {@link ExitCode}
     */
    public static int execute(
            String[] args,
            Map<String, String> environment,
            Clock clock,
            StopSignal stop,
            PrintWriter out,
            PrintWriter err) {
        var commands = new CommandLine(new AgentCommand(environment, clock, stop));
        commands.getCommandSpec().usageMessage().exitCodeList(ExitCode.meanings());
        return commands.setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command))
                .execute(args);
    }

    /** One line for what can happen in operation; a bug keeps its trace. */
    private static int explain(Exception failure, CommandLine command) throws Exception {
        if (failure instanceof SyncException known) {
            command.getErr().println(Advice.of(known));
            return ExitCode.of(known.code()).number();
        }
        throw failure;
    }

    AgentHome home() {
        String given = home.isEmpty() ? environment.getOrDefault(SettingsReader.HOME_VARIABLE, DEFAULT_HOME) : home;
        return AgentHome.of(Path.of(given));
    }

    AgentSettings settings() throws SyncException {
        return new SettingsReader(home().folder(), environment, System.getProperties()).read();
    }

    Clock clock() {
        return clock;
    }

    StopSignal stop() {
        return stop;
    }
}

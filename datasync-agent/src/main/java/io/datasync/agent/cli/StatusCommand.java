package io.datasync.agent.cli;

import io.datasync.agent.state.AgentHome;
import io.datasync.agent.state.HomeLock;
import io.datasync.agent.work.StatusFile;
import io.datasync.core.failure.SyncException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Says what the agent of this home does, or did last. */
@Command(
        name = "status",
        description = "Says whether an agent is at work here, and what it does or did last.",
        mixinStandardHelpOptions = true,
        versionProvider = AgentVersion.class)
final class StatusCommand implements Callable<Integer> {
    @ParentCommand
    private AgentCommand agent;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "The status as the agent wrote it: one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws SyncException {
        AgentHome home = agent.home();
        PrintWriter out = spec.commandLine().getOut();
        Optional<String> written = new StatusFile(home).read();
        boolean atWork = HomeLock.isTaken(home);
        if (json) {
            out.println(written.orElse("{}"));
        } else {
            out.println(atWork ? "An agent is at work in " + home.folder() + "." : "No agent is at work here.");
            written.ifPresentOrElse(
                    status -> new StatusText(status, agent.clock().instant())
                            .lines()
                            .forEach(out::println),
                    () -> out.println("None has been at work in " + home.folder() + " yet."));
        }
        return ExitCode.OK.number();
    }
}

package io.datasync.agent.cli;

import io.datasync.agent.config.AgentSettings;
import io.datasync.agent.daemon.Daemon;
import io.datasync.agent.log.AgentLog;
import io.datasync.agent.state.AgentHome;
import io.datasync.agent.work.LiveStatus;
import io.datasync.agent.work.Workplace;
import io.datasync.core.failure.SyncException;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** The agent as a service: archives whatever comes, until it is told to stop. */
@Command(
        name = "run",
        description = {
            "Archives whatever comes, until it is told to stop (Ctrl-C, or by the service manager).",
            "Goes on without the server, and tells it when it is back."
        },
        mixinStandardHelpOptions = true,
        versionProvider = AgentVersion.class)
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @ParentCommand
    private AgentCommand agent;

    @Override
    public Integer call() throws SyncException {
        AgentHome home = agent.home();
        home.make();
        AgentSettings settings = agent.settings();
        AgentLog.begin(home, settings, true, agent.clock());
        String version = AgentVersion.text();
        try (Workplace workplace = Workplace.open(home, settings, version, agent.clock(), agent.stop())) {
            LOG.info(
                    "event=started version={} home={} server={} pid={}",
                    version,
                    home.folder(),
                    settings.serverUrl().map(Object::toString).orElse("none"),
                    ProcessHandle.current().pid());
            LiveStatus status = new LiveStatus(home, agent.clock());
            new Daemon(workplace, status, agent.clock(), agent.stop(), version).run();
            LOG.info("event=stopped");
            return ExitCode.OK.number();
        } catch (SyncException e) {
            LOG.error("event=not_started code={} {}", e.code().text(), e.getMessage());
            throw e;
        }
    }
}

package io.datasync.agent.cli;

import io.datasync.agent.config.AgentSettings;
import io.datasync.agent.log.AgentLog;
import io.datasync.agent.state.AgentHome;
import io.datasync.agent.state.AgentState;
import io.datasync.agent.work.JobPreview;
import io.datasync.agent.work.JobStatus;
import io.datasync.agent.work.LiveStatus;
import io.datasync.agent.work.SingleExecution;
import io.datasync.agent.work.Workplace;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.masschange.ChangeDecision;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.protocol.fleet.JobList;
import io.datasync.core.protocol.fleet.RunnerStatus;
import io.datasync.core.purge.PurgeForecast;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Executes the jobs of this PC once, each leaving a run, and says how it went. */
@Command(
        name = "once",
        description = {
            "Archives what there is now, once, and says how it went.",
            "Waits for files that are being written, for a while; leaves the rest to the next time."
        },
        mixinStandardHelpOptions = true,
        versionProvider = AgentVersion.class)
final class OnceCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(OnceCommand.class);
    private static final int SETTLE_SECONDS_MAX = 86_400;

    @ParentCommand
    private AgentCommand agent;

    @Spec
    private CommandSpec spec;

    @Option(names = "--job", paramLabel = "ID", description = "This job alone.")
    private String job = "";

    @Option(names = "--json", description = "One JSON object a job, a line each.")
    private boolean json;

    @Option(
            names = "--settle",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for files that are being written. Default: ${DEFAULT-VALUE}.")
    private int settleSeconds;

    @Option(
            names = "--accept-source",
            description = {
                "Takes the source as it is now, another folder or disk too.",
                "What is missing there and was not archived is recorded as lost. Needs --job."
            })
    private boolean acceptSource;

    @Option(
            names = "--accept-changes",
            description = {
                "Archives files that are held because too many changed at once,",
                "each earlier content as a version. Needs --job."
            })
    private boolean acceptChanges;

    @Option(
            names = "--quarantine-changes",
            description = {
                "Keeps files that are held because too many changed at once out of the archive,",
                "until they change again. Needs --job."
            })
    private boolean quarantineChanges;

    @Option(
            names = "--dry-run",
            description = {
                "Says what would happen, and writes nothing anywhere; asks no server.",
                "Jobs are as the server had them last: enroll asks it."
            })
    private boolean dryRun;

    private Optional<SyncException> refusal = Optional.empty();

    @Override
    public Integer call() throws SyncException {
        if (acceptSource && job.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--accept-source needs --job: sources are accepted one by one");
        }
        if ((acceptChanges || quarantineChanges) && job.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--accept-changes and --quarantine-changes need --job: changes are decided about one by one");
        }
        if (acceptChanges && quarantineChanges) {
            throw new ParameterException(
                    spec.commandLine(), "--accept-changes and --quarantine-changes exclude each other");
        }
        if (settleSeconds < 0 || settleSeconds > SETTLE_SECONDS_MAX) {
            throw new ParameterException(spec.commandLine(), "--settle takes 0 to " + SETTLE_SECONDS_MAX + " seconds");
        }
        if (dryRun && (acceptSource || acceptChanges || quarantineChanges)) {
            throw new ParameterException(spec.commandLine(), "Nothing is decided with --dry-run");
        }
        AgentHome home = agent.home();
        if (dryRun) {
            return preview(home).number();
        }
        home.make();
        AgentSettings settings = agent.settings();
        AgentLog.begin(home, settings, false, agent.clock());
        LiveStatus status = new LiveStatus(home, agent.clock());
        try (Workplace workplace = Workplace.open(home, settings, AgentVersion.text(), agent.clock(), agent.stop())) {
            ExitCode worst = ExitCode.OK;
            for (JobDefinition definition : jobs(workplace)) {
                ExitCode code = attempt(workplace, definition, status);
                worst = worst == ExitCode.OK ? code : worst;
            }
            return worst.number();
        } finally {
            status.write(false);
        }
    }

    /** Before anything is made or logged. What refuses one job leaves the others to be looked at. */
    private ExitCode preview(AgentHome home) throws SyncException {
        ExitCode worst = ExitCode.OK;
        try (JobPreview previews = JobPreview.open(home, agent.settings(), agent.clock())) {
            for (JobDefinition definition : wanted(previews.jobs())) {
                ExitCode code = preview(previews, definition);
                worst = worst == ExitCode.OK ? code : worst;
            }
        }
        return worst;
    }

    private ExitCode preview(JobPreview previews, JobDefinition definition) throws SyncException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            PreviewText text = new PreviewText(definition, previews.of(definition));
            if (json) {
                out.println(text.json());
            } else {
                text.lines().forEach(out::println);
            }
            return ExitCode.OK;
        } catch (SyncException refused) {
            if (refused.code() == ErrorCode.INTERRUPTED) {
                throw refused;
            }
            if (json) {
                out.println(ResultText.refusal(definition, refused));
            }
            say(definition, refused);
            return ExitCode.of(refused.code());
        }
    }

    private List<JobDefinition> jobs(Workplace workplace) throws SyncException {
        return wanted(known(workplace).jobs());
    }

    private List<JobDefinition> wanted(List<JobDefinition> all) throws SyncException {
        List<JobDefinition> jobs = all.stream()
                .filter(definition -> job.isEmpty()
                        ? definition.enabled()
                        : definition.job().text().equals(job))
                .toList();
        if (jobs.isEmpty()) {
            throw SyncException.permanent(
                    ErrorCode.JOB_UNKNOWN, job.isEmpty() ? "This PC has no job" : "This PC has no job " + job);
        }
        return jobs;
    }

    /** The jobs as the server has them, or as it had them when it cannot be reached (D-22). */
    private JobList known(Workplace workplace) throws SyncException {
        try {
            return workplace.refreshJobs();
        } catch (SyncException e) {
            refusal = Optional.of(e);
            LOG.warn("event=offline code={} jobs as last known: {}", e.code().text(), e.getMessage());
            AgentState state = workplace.states().state();
            if (state.jobs().isEmpty()) {
                boolean waits = e.code() == ErrorCode.RUNNER_PENDING
                        || (e.code() == ErrorCode.FORBIDDEN
                                && state.status()
                                        .filter(RunnerStatus.PENDING::equals)
                                        .isPresent());
                throw waits ? pending(state, e) : e;
            }
            return state.jobs().get();
        }
    }

    private static SyncException pending(AgentState state, SyncException refusal) {
        String name = state.runner().map(RunnerId::text).orElse("unknown");
        return new SyncException(
                ErrorCode.RUNNER_PENDING,
                false,
                "This PC waited for approval as " + name + " when it last asked",
                refusal);
    }

    /** What refuses one job leaves the others to be archived. */
    private ExitCode attempt(Workplace workplace, JobDefinition definition, LiveStatus status) throws SyncException {
        try {
            return execute(workplace, definition, status);
        } catch (SyncException refused) {
            if (refused.code() == ErrorCode.INTERRUPTED) {
                throw refused;
            }
            status.failed(definition.job(), refused);
            if (json) {
                spec.commandLine().getOut().println(ResultText.refusal(definition, refused));
            }
            say(definition, refused);
            if (refused.code() == ErrorCode.JOURNAL_CORRUPT) {
                workplace.replaceDamagedJournal();
            }
            return ExitCode.of(refused.code());
        }
    }

    private void say(JobDefinition definition, SyncException failure) {
        spec.commandLine().getErr().println(definition.job() + ": " + Advice.of(failure));
    }

    private ExitCode execute(Workplace workplace, JobDefinition definition, LiveStatus status) throws SyncException {
        var single = Optional.of(new SingleExecution(Duration.ofSeconds(settleSeconds), acceptSource, decision()));
        CycleResult result = workplace.execution().execute(definition, single, status.listener(definition.job()));
        status.ended(definition.job(), result);
        Optional<PurgeForecast> forecast =
                Optional.ofNullable(status.jobs().get(definition.job())).flatMap(JobStatus::forecast);
        ResultText text = new ResultText(definition, result, forecast);
        spec.commandLine().getOut().println(json ? text.json() : text.line());
        Optional<SyncException> why =
                result.reported() ? result.failure() : result.failure().or(this::untold);
        why.ifPresent(failure -> say(definition, failure));
        if (!json) {
            text.named().forEach(spec.commandLine().getErr()::println);
            text.purge(agent.clock().instant()).ifPresent(spec.commandLine().getErr()::println);
        }
        return codeOf(result);
    }

    private ChangeDecision decision() {
        if (acceptChanges) {
            return ChangeDecision.ACCEPT;
        }
        return quarantineChanges ? ChangeDecision.QUARANTINE : ChangeDecision.JUDGE;
    }

    /** Why the server does not know of it; a run that lost the server on its way has the reason in the log. */
    private Optional<SyncException> untold() {
        return refusal.or(() -> Optional.of(SyncException.passing(
                ErrorCode.SERVER_UNREACHABLE, "The server could not be told of it; see the log")));
    }

    private static ExitCode codeOf(CycleResult result) {
        if (result.failure().isPresent()) {
            return ExitCode.of(result.failure().get().code());
        }
        if (!result.reported()) {
            return ExitCode.SERVER;
        }
        return result.isSuccess() ? ExitCode.OK : ExitCode.PARTIAL;
    }
}

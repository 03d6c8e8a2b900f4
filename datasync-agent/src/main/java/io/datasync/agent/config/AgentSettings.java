package io.datasync.agent.config;

import io.datasync.core.lease.RunnerId;
import io.datasync.core.masschange.MassChangeSettings;
import io.datasync.core.pace.BandwidthTimetable;
import io.datasync.core.seal.SealSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The agent's settings. Every key, its default and its meaning are in {@link SettingKey}.
 *
 * @param serverUrl where the server is; empty until the agent is enrolled
 * @param runnerId the id to ask for, so that a replaced PC comes back as the same runner (AGT-1)
 * @param roots the only folders that may be read, absolute; a job outside them is refused whatever the server says (I-14, AGT-8)
 * @param concurrency files that are uploaded at the same time
 * @param quietPeriod in place of the jobs' own (CORE-2)
 * @param heartbeatInterval in place of the server's wish
 * @param cycleInterval in place of the jobs' own
 * @param logLevel from which on lines are written
 * @param logBytesMax what all log files together may occupy (AGT-11)
 * @param requestTimeout for how long an answer of the server is waited for
 * @param bandwidth what all jobs together may send to and read from their archives, by the time of the week (AGT-8); empty for no limit
 * @param shareCallsPerSecond how many calls all jobs together may make to their archives in a second (AGT-8); empty for no limit
 * @param massChange from how many changed files of a job on they are held (D-12)
 * @param rescanDays each sealed folder is listed in full once within so many days (CORE-5, D-10); at least 1
 */
public record AgentSettings(
        Optional<URI> serverUrl,
        Optional<RunnerId> runnerId,
        List<Path> roots,
        int concurrency,
        Optional<Duration> quietPeriod,
        Optional<Duration> heartbeatInterval,
        Optional<Duration> cycleInterval,
        LogLevel logLevel,
        long logBytesMax,
        Duration requestTimeout,
        Optional<BandwidthTimetable> bandwidth,
        OptionalLong shareCallsPerSecond,
        MassChangeSettings massChange,
        int rescanDays) {

    /** How much is logged. */
    public enum LogLevel {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    /** What holds when nothing is set. */
    public static final AgentSettings DEFAULTS = new AgentSettings(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            4,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            LogLevel.INFO,
            50L << 20,
            Duration.ofSeconds(60));

    /** Without a limit of what goes to archives, and watching as usual. */
    public AgentSettings(
            Optional<URI> serverUrl,
            Optional<RunnerId> runnerId,
            List<Path> roots,
            int concurrency,
            Optional<Duration> quietPeriod,
            Optional<Duration> heartbeatInterval,
            Optional<Duration> cycleInterval,
            LogLevel logLevel,
            long logBytesMax,
            Duration requestTimeout) {
        this(
                serverUrl,
                runnerId,
                roots,
                concurrency,
                quietPeriod,
                heartbeatInterval,
                cycleInterval,
                logLevel,
                logBytesMax,
                requestTimeout,
                Optional.empty(),
                OptionalLong.empty(),
                MassChangeSettings.DEFAULTS,
                SealSettings.DEFAULTS.rescanDays());
    }

    public AgentSettings {
        roots = List.copyOf(roots);
        if (concurrency < 1
                || logBytesMax < 1
                || requestTimeout.isNegative()
                || requestTimeout.isZero()
                || rescanDays < 1) {
            throw new IllegalArgumentException("Not possible: " + concurrency + " files, " + logBytesMax + " bytes, "
                    + requestTimeout + ", " + rescanDays + " days");
        }
    }
}

package io.datasync.agent.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.TimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import io.datasync.agent.config.AgentSettings;
import io.datasync.agent.state.AgentHome;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the log to {@code HOME/logs/agent-YYYY-MM-DD.log}: a file a day, by UTC, kept for {@value #DAYS} days and within a total size, both
 * also looked after at the start (AGT-6, AGT-11).
 */
public final class AgentLog {
    /** For how many days log files are kept. */
    public static final int DAYS = 14;

    private static final String LINE =
            "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\", UTC} %-5level [%thread] %logger{0} %replace(%msg){'[\\r\\n]+', ' '}%n%ex";

    private AgentLog() {}

    /**
     * Begins to log, in place of whatever was configured before.
     *
     * @param console whether warnings and errors go to the standard error output too
     */
    public static void begin(AgentHome home, AgentSettings settings, boolean console, Clock clock) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(settings.logLevel().name().toUpperCase(Locale.ROOT), Level.INFO));
        root.addAppender(file(context, home, settings.logBytesMax()));
        if (console) {
            root.addAppender(console(context));
        }
        LogHistory.trim(home.logs(), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), settings.logBytesMax());
    }

    /** Ends logging; what was logged is written. */
    public static void end() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    private static RollingFileAppender<ILoggingEvent> file(LoggerContext context, AgentHome home, long bytesMax) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        TimeBasedRollingPolicy<ILoggingEvent> policy = new TimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(appender);
        appender.setFile(null);
        policy.setFileNamePattern(home.logs() + "/agent-%d{yyyy-MM-dd, UTC}.log");
        policy.setMaxHistory(DAYS);
        policy.setTotalSizeCap(new FileSize(bytesMax));
        policy.start();
        appender.setRollingPolicy(policy);
        appender.setEncoder(encoder(context, LINE));
        LogBudget budget = new LogBudget(appender, bytesMax);
        budget.start();
        appender.addFilter(budget);
        appender.start();
        return appender;
    }

    private static ConsoleAppender<ILoggingEvent> console(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder(context, LINE));
        appender.start();
        return appender;
    }

    private static PatternLayoutEncoder encoder(LoggerContext context, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(pattern);
        encoder.start();
        return encoder;
    }
}

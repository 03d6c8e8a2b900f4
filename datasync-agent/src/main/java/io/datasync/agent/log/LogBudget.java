package io.datasync.agent.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.spi.FilterReply;
import java.io.File;

/**
 * Keeps one day's file within a part of what all may occupy (AGT-11): from a quarter on, only warnings and errors are written, from a half
 * on nothing more that day. The files of earlier days are the rolling policy's to remove.
 *
 * <p>It counts what it lets through instead of asking the disk. Called under the appender's lock.
 */
final class LogBudget extends Filter<ILoggingEvent> {
    /** Time, level, thread, logger. */
    private static final int LINE_HEAD = 80;

    private static final int STACK_TRACE = 4_000;

    private final RollingFileAppender<ILoggingEvent> appender;
    private final long bytesMax;
    private String file = "";
    private long bytes;

    LogBudget(RollingFileAppender<ILoggingEvent> appender, long bytesMax) {
        this.appender = appender;
        this.bytesMax = bytesMax;
    }

    @Override
    public synchronized FilterReply decide(ILoggingEvent event) {
        String now = appender.getFile();
        if (!file.equals(now)) {
            file = now;
            bytes = new File(now).length();
        }
        boolean urgent = event.getLevel().isGreaterOrEqual(Level.WARN);
        long limit = urgent ? bytesMax / 2 : bytesMax / 4;
        if (bytes >= limit) {
            return FilterReply.DENY;
        }
        bytes += LINE_HEAD
                + event.getFormattedMessage().length()
                + (event.getThrowableProxy() == null ? 0 : STACK_TRACE);
        return FilterReply.NEUTRAL;
    }
}

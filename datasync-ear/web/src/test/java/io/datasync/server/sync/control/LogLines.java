package io.datasync.server.sync.control;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Keeps the lines of a log as they would be written. */
final class LogLines extends Handler {
    private final List<String> lines = new ArrayList<>();

    private LogLines() {}

    /** What a class logs while something is done. */
    static List<String> of(Class<?> type, Runnable deed) {
        Logger logger = Logger.getLogger(type.getName());
        var handler = new LogLines();
        logger.addHandler(handler);
        try {
            deed.run();
        } finally {
            logger.removeHandler(handler);
        }
        return handler.lines;
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line));
    }

    @Override
    public void flush() {
        // Nothing waits.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}

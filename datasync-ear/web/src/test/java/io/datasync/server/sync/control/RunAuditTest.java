package io.datasync.server.sync.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.coordinator.AuditPort.Action;
import io.datasync.core.coordinator.AuditPort.Event;
import io.datasync.core.lease.RunnerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RunAuditTest {
    /** Keeps the lines as they would be written. */
    private static final class Lines extends Handler {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void publish(LogRecord line) {
            lines.add(new SimpleFormatter().formatMessage(line));
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

    @Test
    @DisplayName("D-35 what an agent says of itself cannot forge a line of the log")
    void noForgedLines() {
        Logger logger = Logger.getLogger(RunAudit.class.getName());
        var lines = new Lines();
        logger.addHandler(lines);
        try {
            new RunAudit()
                    .audit(new Event(
                            Action.RUN_ORPHANED,
                            new RunnerId("pc-1"),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            "closed\nevent=forged \u001b[2K"));
        } finally {
            logger.removeHandler(lines);
        }
        assertThat(lines.lines).hasSize(1);
        assertThat(lines.lines.get(0)).contains("closed?event=forged").doesNotContain("\n", "\u001b");
    }
}

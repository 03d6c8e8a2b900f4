package io.datasync.server.sync.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.coordinator.AuditPort.Action;
import io.datasync.core.coordinator.AuditPort.Event;
import io.datasync.core.lease.RunnerId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RunAuditTest {
    @Test
    @DisplayName("D-35 what an agent says of itself cannot forge a line of the log")
    void noForgedLines() {
        List<String> lines = LogLines.of(RunAudit.class, () -> new RunAudit()
                .audit(new Event(
                        Action.RUN_ORPHANED,
                        new RunnerId("pc-1"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "closed\nevent=forged \u001b[2K")));
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).contains("closed?event=forged").doesNotContain("\n", "\u001b");
    }
}

package io.datasync.drills.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.testkit.sandbox.Json;
import io.datasync.testkit.sandbox.Sandbox;
import io.datasync.testkit.sandbox.SandboxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

@ExtendWith(SandboxExtension.class)
@ResourceLock(value = SandboxExtension.SERVER, mode = ResourceAccessMode.READ_WRITE)
class MovedClockIT {
    @Test
    @DisplayName(
            "I-13 a test moves a server's clock and back: what it does goes by it, and its health and its log say so")
    void aServersClockIsMoved(Sandbox sandbox) throws IOException {
        Instant before = asOf(sandbox);
        try {
            sandbox.server().moveClock(Duration.ofHours(25));
            // The session lasts 8 hours; the client logs in again.
            assertThat(asOf(sandbox)).isBetween(before.plus(Duration.ofHours(25)), before.plus(Duration.ofHours(26)));
        } finally {
            sandbox.server().clockBack();
        }
        assertThat(asOf(sandbox)).isBefore(before.plus(Duration.ofHours(1)));
        assertThat(Files.readString(sandbox.server().log()))
                .contains("event=test_clock file=")
                .contains("event=test_clock_moved from=PT0S to=PT25H", "event=test_clock_moved from=PT25H to=PT0S");
    }

    private static Instant asOf(Sandbox sandbox) {
        Json status = sandbox.admin().get("/api/admin/status");
        return Instant.parse(status.get("asOf").text());
    }
}

package io.datasync.server.platform.settings;

import io.datasync.core.digest.Digest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything that can be set on a server node, with its default; made by {@link SettingsReader} and never changed afterwards.
 *
 * @param home folder for the state of this node ({@code DATASYNC_HOME}); default {@code datasync-home} in the working directory
 * @param ciSecret SHA-256 of what a pipeline sends as {@code X-CI-Secret} ({@code DATASYNC_CI_UPLOAD_SECRET}, at least 16
 *     characters); empty: that door is shut. The secret itself is not kept
 * @param sessionLifetime how long a login lasts ({@code datasync.session.lifetime}); default 8 hours
 * @param heartbeatInterval what agents are told to wait between heartbeats ({@code datasync.heartbeat.interval}); default 60 s
 * @param heartbeatQueueMax heartbeats of different runners that may wait for the next flush ({@code
 *     datasync.heartbeat.queue.max}); default 200,000
 * @param pendingKeysMax registrations that may wait for a person ({@code datasync.enrolment.pending.max}); default 1,000
 * @param bodyBytesMax largest body of a request, unless its endpoint says otherwise ({@code datasync.body.bytes.max}); default 1
 *     MiB
 * @param sync runs and their messages
 * @param masterKey the key under which secrets lie in the database ({@code DATASYNC_MASTER_KEY}, base64 of 32 bytes); empty: that of a file
 * @param masterKeyFile a file that holds it ({@code DATASYNC_MASTER_KEY_FILE}), and must be there; empty, and no key given: {@code
 *     master-key} in the home, which the first start makes
 * @param testClockFile for tests alone: a file that moves this node's clock ({@code datasync.test.clock.file}); refused unless {@code
 *     datasync.test.node} is {@code true}
 */
public record ServerSettings(
        Path home,
        Optional<Digest> ciSecret,
        Duration sessionLifetime,
        Duration heartbeatInterval,
        int heartbeatQueueMax,
        int pendingKeysMax,
        int bodyBytesMax,
        SyncSettings sync,
        Optional<MasterKey> masterKey,
        Optional<Path> masterKeyFile,
        Optional<Path> testClockFile) {

    public ServerSettings {
        Ranges.check("datasync.session.lifetime", sessionLifetime, Duration.ofMinutes(1), Duration.ofDays(30));
        Ranges.check("datasync.heartbeat.interval", heartbeatInterval, Duration.ofSeconds(1), Duration.ofHours(1));
        Ranges.check("datasync.heartbeat.queue.max", heartbeatQueueMax, 1, 10_000_000);
        Ranges.check("datasync.enrolment.pending.max", pendingKeysMax, 1, 1_000_000);
        Ranges.check("datasync.body.bytes.max", bodyBytesMax, 1_024, 64 << 20);
        if (masterKey.isPresent() && masterKeyFile.isPresent()) {
            throw new IllegalArgumentException("give datasync.master.key or datasync.master.key.file, not both");
        }
    }

    /** The defaults, for a home. */
    public static ServerSettings defaults(Path home) {
        return new ServerSettings(
                home,
                Optional.empty(),
                Duration.ofHours(8),
                Duration.ofSeconds(60),
                200_000,
                1_000,
                1 << 20,
                SyncSettings.DEFAULTS,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}

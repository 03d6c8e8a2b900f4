package io.datasync.server.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
    private static ServerSettings read(String... keysAndValues) {
        var all = new java.util.HashMap<String, String>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            all.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new SettingsReader(all).read();
    }

    @Test
    void withoutAnySettingTheDefaultsHold() {
        assertThat(new SettingsReader(Map.of()).read()).isEqualTo(ServerSettings.defaults(Path.of("datasync-home")));
        assertThat(read().heartbeatInterval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(read().sessionLifetime()).isEqualTo(Duration.ofHours(8));
        assertThat(read().ciSecret()).isEmpty();
    }

    @Test
    void everyKeyIsRead() {
        ServerSettings settings = read(
                "DATASYNC_HOME", "/srv/datasync",
                "DATASYNC_CI_UPLOAD_SECRET", "sixteen-or-more-characters",
                "datasync.session.lifetime", "PT30M",
                "datasync.heartbeat.interval", "PT5S",
                "datasync.heartbeat.queue.max", "10",
                "datasync.enrolment.pending.max", "20",
                "DATASYNC_BODY_BYTES_MAX", "2048",
                "DATASYNC_RUN_LEASE", "PT1M",
                "datasync.run.silence", "PT2M",
                "datasync.compare.batch", "30",
                "datasync.compare.lines.max", "40",
                "datasync.compare.concurrent.max", "50",
                "datasync.compare.spool.bytes.max", "60",
                "datasync.open.bytes.max", "70",
                "datasync.statement.timeout", "PT8S");
        Digest secret =
                Digest.of(Digest.sha256().digest("sixteen-or-more-characters".getBytes(StandardCharsets.UTF_8)));
        assertThat(settings)
                .isEqualTo(new ServerSettings(
                        Path.of("/srv/datasync"),
                        java.util.Optional.of(secret),
                        Duration.ofMinutes(30),
                        Duration.ofSeconds(5),
                        10,
                        20,
                        2048,
                        new SyncSettings(
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(2),
                                30,
                                40,
                                50,
                                60,
                                70,
                                Duration.ofSeconds(8))));
        assertThat(settings.toString()).doesNotContain("sixteen-or-more");
    }

    @Test
    void keysOfOthersAreLeftAlone() {
        assertThat(read("DATASYNC_DB_URL", "jdbc:h2:mem:", "DATASYNC_AGENT_X", "y", "OTHER", "z", "DATASYNC_PORT", "1"))
                .isEqualTo(read());
    }

    @ParameterizedTest
    @CsvSource({
        "DATASYNC_DB_ULR, jdbc:h2:mem:x, datasync.db.ulr",
        "datasync.session.lifetime, tomorrow, datasync.session.lifetime",
        "datasync.session.lifetime, PT0S, datasync.session.lifetime",
        "datasync.heartbeat.interval, PT2H, datasync.heartbeat.interval",
        "datasync.heartbeat.queue.max, many, datasync.heartbeat.queue.max",
        "datasync.heartbeat.queue.max, 0, datasync.heartbeat.queue.max",
        "datasync.enrolment.pending.max, -1, datasync.enrolment.pending.max",
        "datasync.body.bytes.max, 99999999999, datasync.body.bytes.max",
        "datasync.run.lease, PT0.5S, datasync.run.lease",
        "datasync.run.lease, PT1H, datasync.run.silence",
        "datasync.run.silence, PT5M, datasync.run.silence",
        "datasync.compare.batch, 0, datasync.compare.batch",
        "datasync.compare.lines.max, 0, datasync.compare.lines.max",
        "datasync.compare.concurrent.max, 0, datasync.compare.concurrent.max",
        "datasync.compare.spool.bytes.max, 0, datasync.compare.spool.bytes.max",
        "datasync.open.bytes.max, 0, datasync.open.bytes.max",
        "datasync.statement.timeout, PT2M, datasync.statement.timeout",
        "DATASYNC_CI_UPLOAD_SECRET, short, datasync.ci.upload.secret"
    })
    void aWrongSettingIsNamed(String key, String value, String named) {
        assertThatThrownBy(() -> read(key, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }
}

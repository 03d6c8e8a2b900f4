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
                "DATASYNC_BODY_BYTES_MAX", "2048");
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
                        2048));
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
        "DATASYNC_CI_UPLOAD_SECRET, short, datasync.ci.upload.secret"
    })
    void aWrongSettingIsNamed(String key, String value, String named) {
        assertThatThrownBy(() -> read(key, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }
}

package io.datasync.server.platform.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.digest.Digest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
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
                "datasync.statement.timeout", "PT8S",
                "datasync.seal.quiet", "PT9H",
                "datasync.certify.concurrent.max", "11",
                "datasync.sample.files.max", "12",
                "datasync.sample.bytes.max", "13",
                "DATASYNC_MASTER_KEY_FILE", "/etc/datasync/key",
                "DATASYNC_TEST_CLOCK_FILE", "/tmp/clock",
                "DATASYNC_TEST_NODE", "true");
        Digest secret = Digest.of(Digest.sha256().digest("sixteen-or-more-characters".getBytes(UTF_8)));
        assertThat(settings)
                .isEqualTo(new ServerSettings(
                        Path.of("/srv/datasync"),
                        Optional.of(secret),
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
                                Duration.ofSeconds(8),
                                Duration.ofHours(9),
                                11,
                                12,
                                13),
                        Optional.empty(),
                        Optional.of(Path.of("/etc/datasync/key")),
                        Optional.of(Path.of("/tmp/clock"))));
        assertThat(settings.toString()).doesNotContain("sixteen-or-more");
    }

    @Test
    @DisplayName("I-10 SEC-3 a master key is read and never shown, neither by the settings nor by a refusal")
    void aMasterKeyIsReadAndNeverShown() {
        String key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
        ServerSettings settings = read("DATASYNC_MASTER_KEY", key);
        assertThat(settings.masterKey()).contains(MasterKey.of("0123456789abcdef0123456789abcdef".getBytes(UTF_8)));
        assertThat(settings.toString()).doesNotContain(key, key.substring(0, 8));
        String cut = key.substring(0, 40);
        assertThatThrownBy(() -> read("DATASYNC_MASTER_KEY", cut))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("datasync.master.key is no key: a master key is 32 bytes in base64, these are 30");
        assertThatThrownBy(() -> read("DATASYNC_MASTER_KEY", "!" + key.substring(1)))
                .hasMessageContaining("32 bytes in base64")
                .hasStackTraceContaining("datasync.master.key")
                .satisfies(told -> assertThat(told.toString()).doesNotContain(key.substring(1)));
        assertThatThrownBy(() -> read("DATASYNC_MASTER_KEY", key, "DATASYNC_MASTER_KEY_FILE", "key"))
                .hasMessage("give datasync.master.key or datasync.master.key.file, not both");
    }

    @Test
    @DisplayName("I-13 a file moves the clock of a node only that is said to be a test node")
    void theClockOfATestNodeOnly() {
        assertThat(read("datasync.test.node", "true").testClockFile()).isEmpty();
        for (String testNode : List.of("false", "")) {
            assertThatThrownBy(() -> read("datasync.test.clock.file", "/tmp/clock", "datasync.test.node", testNode))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("datasync.test.clock.file")
                    .hasMessageContaining("for tests alone")
                    .hasMessageContaining("datasync.test.node=true");
        }
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
        "datasync.seal.quiet, PT0S, datasync.seal.quiet",
        "datasync.certify.concurrent.max, 0, datasync.certify.concurrent.max",
        "datasync.sample.files.max, 0, datasync.sample.files.max",
        "datasync.sample.bytes.max, 0, datasync.sample.bytes.max",
        "datasync.test.node, yes, datasync.test.node",
        "datasync.master.key, short, datasync.master.key",
        "DATASYNC_CI_UPLOAD_SECRET, short, datasync.ci.upload.secret"
    })
    void aWrongSettingIsNamed(String key, String value, String named) {
        assertThatThrownBy(() -> read(key, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }
}

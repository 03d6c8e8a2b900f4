package io.datasync.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.masschange.MassChangeSettings;
import io.datasync.core.pace.BandwidthTimetable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsReaderTest {
    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();
    private final Properties system = new Properties();

    private AgentSettings read() throws SyncException {
        return new SettingsReader(home, environment, system).read();
    }

    private void file(String... lines) throws IOException {
        Files.write(home.resolve("agent.properties"), List.of(lines));
    }

    private static void refused(ThrowingCallable call, String... words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID))
                .hasMessageContainingAll(words);
    }

    @Test
    @DisplayName("nothing set gives the defaults")
    void nothingSetGivesTheDefaults() throws SyncException {
        environment.put("PATH", "/bin");
        environment.put("DATASYNC_URL", "for scripts");
        environment.put("DATASYNC_AGENT_HOME", "/home");
        system.setProperty("datasync.test.crash", "barrier");
        system.setProperty("java.version", "17");
        assertThat(read()).isEqualTo(AgentSettings.DEFAULTS);
        assertThat(AgentSettings.DEFAULTS.concurrency()).isEqualTo(4);
        assertThat(AgentSettings.DEFAULTS.logLevel()).isEqualTo(AgentSettings.LogLevel.INFO);
    }

    @Test
    @DisplayName("every key is read from the file")
    void everyKey() throws Exception {
        file(
                "# a comment",
                "datasync.agent.server-url = https://archive.example.com:8443/",
                "datasync.agent.runner-id = measure-07",
                "datasync.agent.roots = /data/geometry, /data/a\\\\,b",
                "datasync.agent.concurrency = 2",
                "datasync.agent.quiet-period = 5s",
                "datasync.agent.heartbeat-interval = PT30S",
                "datasync.agent.cycle-interval = 2m",
                "datasync.agent.log-level = Debug",
                "datasync.agent.log-bytes-max = 2000000",
                "datasync.agent.request-timeout = 1500ms",
                "datasync.agent.bandwidth = Mon-Fri 07:00-19:00 2MiB/s; else unlimited",
                "datasync.agent.bandwidth-zone = Europe/Zurich",
                "datasync.agent.share-calls-per-second = 50",
                "datasync.agent.mass-change-percent = 5",
                "datasync.agent.mass-change-files = 7",
                "datasync.agent.rescan-days = 3");
        assertThat(read())
                .isEqualTo(new AgentSettings(
                        Optional.of(URI.create("https://archive.example.com:8443")),
                        Optional.of(new RunnerId("measure-07")),
                        List.of(Path.of("/data/geometry"), Path.of("/data/a,b")),
                        2,
                        Optional.of(Duration.ofSeconds(5)),
                        Optional.of(Duration.ofSeconds(30)),
                        Optional.of(Duration.ofMinutes(2)),
                        AgentSettings.LogLevel.DEBUG,
                        2_000_000,
                        Duration.ofMillis(1500),
                        Optional.of(BandwidthTimetable.parse(
                                "Mon-Fri 07:00-19:00 2MiB/s; else unlimited", ZoneId.of("Europe/Zurich"))),
                        OptionalLong.of(50),
                        new MassChangeSettings(5, 7),
                        3));
    }

    @Test
    @DisplayName("system properties win over variables, variables over the file, the file over appsettings.json")
    void precedence() throws Exception {
        Files.writeString(home.resolve("appsettings.json"), "{\"RunnerId\": \"from-json\"}");
        assertThat(read().runnerId()).contains(new RunnerId("from-json"));
        file("datasync.agent.runner-id = from-file");
        assertThat(read().runnerId()).contains(new RunnerId("from-file"));
        environment.put("DATASYNC_AGENT_RUNNER_ID", "from-variable");
        assertThat(read().runnerId()).contains(new RunnerId("from-variable"));
        system.setProperty("datasync.agent.runner-id", "from-property");
        assertThat(read().runnerId()).contains(new RunnerId("from-property"));
    }

    @Test
    @DisplayName("AGT-9 RunnerId and DataSync:ServerUrl of an appsettings.json are read, in any case, with comments")
    void appsettings() throws Exception {
        Files.writeString(
                home.resolve("appsettings.json"),
                "\uFEFF{ // from before\n \"Logging\": {\"LogLevel\": {\"Default\": \"Information\"}},\n"
                        + " \"runnerid\": \"PC-3\", \"DataSync\": {\"Other\": [1], \"serverUrl\": \"http://10.0.0.5:8080\"},\n}");
        assertThat(read().runnerId()).contains(new RunnerId("PC-3"));
        assertThat(read().serverUrl()).contains(URI.create("http://10.0.0.5:8080"));
        Files.writeString(home.resolve("appsettings.json"), "{\"DataSync:ServerUrl\": \"https://a.example\"}");
        assertThat(read().serverUrl()).contains(URI.create("https://a.example"));
        Files.writeString(home.resolve("appsettings.json"), "{\"DataSync\": ");
        refused(this::read, "appsettings.json");
    }

    @Test
    @DisplayName("an unknown key stops the start and names the nearest known one")
    void unknownKeys() throws Exception {
        file("datasync.agent.server-ulr = https://a.example");
        refused(this::read, "datasync.agent.server-ulr", "agent.properties", "datasync.agent.server-url");
        file("colour = blue");
        refused(this::read, "colour");
        file();
        environment.put("DATASYNC_AGENT_CONCURENCY", "3");
        refused(this::read, "DATASYNC_AGENT_CONCURENCY", "DATASYNC_AGENT_CONCURRENCY");
        environment.clear();
        system.setProperty("datasync.agent.root", "/data");
        refused(this::read, "datasync.agent.root", "datasync.agent.roots");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    server-url | archive.example.com
                    server-url | ftp://archive.example.com
                    server-url | https://archive.example.com/path
                    server-url | https://user:secret@archive.example.com
                    server-url | https://archive example
                    runner-id | two words
                    roots | relative/folder
                    concurrency | 0
                    concurrency | 65
                    concurrency | many
                    quiet-period | soon
                    quiet-period | 2d
                    heartbeat-interval | 0s
                    cycle-interval | 0s
                    log-level | loud
                    log-bytes-max | 5
                    request-timeout | -PT5S
                    bandwidth | 2MiB/s
                    bandwidth | else 0B/s
                    bandwidth | Mon 07:00 1MiB/s
                    bandwidth-zone | Atlantis
                    share-calls-per-second | 0
                    share-calls-per-second | 100001
                    """)
    @DisplayName("a value that is not possible is refused with key, value and place")
    void badValues(String key, String value) throws IOException {
        file("datasync.agent." + key + " = " + value);
        refused(this::read, "datasync.agent." + key, value, "agent.properties");
    }

    @Test
    @DisplayName("an empty value is as good as none")
    void emptyValues() throws Exception {
        file("datasync.agent.runner-id =", "datasync.agent.roots = ,");
        assertThat(read()).isEqualTo(AgentSettings.DEFAULTS);
    }

    @Test
    @DisplayName("what enroll writes is read again, and the rest of the file stays")
    void writing() throws Exception {
        file("# mine", "datasync.agent.concurrency = 3", "datasync.agent.server-url: http://old.example");
        SettingsWriter.set(home, SettingKey.SERVER_URL, "https://new.example");
        SettingsWriter.addRoots(home, List.of(Path.of("/a,b")), List.of(Path.of("/c\\d"), Path.of("/a,b")));
        AgentSettings settings = read();
        assertThat(settings.serverUrl()).contains(URI.create("https://new.example"));
        assertThat(settings.roots()).containsExactly(Path.of("/a,b"), Path.of("/c\\d"));
        assertThat(settings.concurrency()).isEqualTo(3);
        assertThat(Files.readAllLines(home.resolve("agent.properties")))
                .contains("# mine")
                .hasSize(4);
    }
}

package io.datasync.server.platform.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.testkit.process.Launch;
import io.datasync.testkit.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database of a node to which nobody gave one. */
class NodeDatabaseTest {
    private static final Path SOURCE = Path.of("../../payara/src/main/node");
    private static final Duration BOUND = Duration.ofSeconds(30);

    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName(
            "D-37 PLAT-2 by default a node has H2 in a file of its home, which keeps what is committed when it is killed")
    void theDefault() throws IOException, SQLException {
        Path home = folder.resolve("home");
        String url = url(home);
        // Else the JVM's shutdown closes the database beneath requests that still run; H2 does not show this setting.
        assertThat(url).startsWith("jdbc:h2:file:" + home.resolve("db")).contains(";DB_CLOSE_ON_EXIT=FALSE");
        assertThat(setting(url, "WRITE_DELAY")).isEqualTo("0");
        assertThat(setting("jdbc:h2:file:" + folder.resolve("plain"), "WRITE_DELAY"))
                .as("that of H2 by itself")
                .isNotEqualTo("0");
    }

    /** What the script of a node hands on: it is run with a Java that only says so. */
    private String url(Path home) throws IOException {
        Path node = folder.resolve("node");
        Files.createDirectories(node.resolve("bin"));
        Files.copy(SOURCE.resolve("preboot.txt"), node.resolve("preboot.txt"));
        Files.copy(SOURCE.resolve("bin/datasync-node"), node.resolve("bin/datasync-node"));
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$DATASYNC_DB_URL\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        try (RunningProcess process = new Launch(
                        "node", List.of("sh", node.resolve("bin/datasync-node").toString()), folder.resolve("node.log"))
                .withoutInherited("DATASYNC_")
                .environment("DATASYNC_HOME", home.toString())
                .environment("JAVA_HOME", folder.resolve("jdk").toString())
                .start()) {
            assertThat(process.awaitExit(BOUND))
                    .as(process.lastLines(5).toString())
                    .isZero();
            return process.lastLines(1).get(0);
        }
    }

    private static String setting(String url, String name) throws SQLException {
        var dataSource = new ConfiguredDataSource();
        dataSource.setUrl(url);
        dataSource.setUser("sa");
        dataSource.setPassword("sa");
        try (var connection = dataSource.getConnection();
                var query = connection.prepareStatement(
                        "SELECT setting_value FROM information_schema.settings WHERE setting_name = ?")) {
            query.setString(1, name);
            try (var row = query.executeQuery()) {
                assertThat(row.next()).as(name).isTrue();
                return row.getString(1);
            }
        }
    }
}

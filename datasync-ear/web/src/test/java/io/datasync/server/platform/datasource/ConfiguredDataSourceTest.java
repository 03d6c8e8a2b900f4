package io.datasync.server.platform.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ConfiguredDataSourceTest {
    private static ConfiguredDataSource dataSource(String url) {
        var dataSource = new ConfiguredDataSource();
        dataSource.setUrl(url);
        dataSource.setUser("sa");
        dataSource.setPassword("sa");
        return dataSource;
    }

    @Test
    void theDriverFollowsFromTheUrl() throws SQLException {
        try (Connection connection = dataSource("jdbc:h2:mem:").getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("H2");
        }
        assertThat(DatabaseKind.of("jdbc:postgresql://h/d")).contains(DatabaseKind.POSTGRESQL);
        assertThat(DatabaseKind.of("jdbc:sqlserver://h;databaseName=d")).contains(DatabaseKind.SQL_SERVER);
        assertThat(DatabaseKind.of("jdbc:oracle:thin:@h")).isEmpty();
    }

    @Test
    void aMissingUrlNamesTheSetting() {
        assertThatThrownBy(() -> new ConfiguredDataSource().getConnection())
                .isInstanceOf(SQLException.class)
                .hasMessage("DATASYNC_DB_URL is not set");
        assertThatThrownBy(() -> dataSource("jdbc:oracle:thin:@h").getConnection())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("jdbc:postgresql:");
    }

    @Test
    @DisplayName("D-37 every driver is given time-outs, and knows them")
    void timeOutsAreKnownToTheDrivers() throws SQLException {
        for (DatabaseKind kind : new DatabaseKind[] {DatabaseKind.POSTGRESQL, DatabaseKind.SQL_SERVER}) {
            String url =
                    kind == DatabaseKind.POSTGRESQL ? "jdbc:postgresql://h/d" : "jdbc:sqlserver://h;databaseName=d";
            var known = java.util.Arrays.stream(
                            java.sql.DriverManager.getDriver(url).getPropertyInfo(url, new Properties()))
                    .map(property -> property.name)
                    .toList();
            assertThat(known).containsAll(kind.settingsFor(url).keySet());
            assertThat(kind.settingsFor(url)).containsKeys("loginTimeout", "socketTimeout");
        }
    }

    @Test
    @DisplayName("D-37 a connection is asked for with the time-outs, which nobody wrote into the URL")
    void theDriverIsGivenTheTimeOuts() throws SQLException {
        RecordingDriver postgresql = asked("jdbc:postgresql://h/d");
        assertThat(postgresql.url()).isEqualTo("jdbc:postgresql://h/d");
        assertThat(postgresql.properties())
                .containsAllEntriesOf(Map.of("user", "sa", "password", "sa"))
                .containsAllEntriesOf(Map.of(
                        "loginTimeout",
                        "10",
                        "connectTimeout",
                        "5",
                        "socketTimeout",
                        "60",
                        "cancelSignalTimeout",
                        "5"));
        assertThat(asked("jdbc:sqlserver://h;databaseName=d").properties())
                .containsAllEntriesOf(Map.of("loginTimeout", "10", "socketTimeout", "60000", "lockTimeout", "10000"));
        RecordingDriver h2 = asked("jdbc:h2:tcp://h/d");
        assertThat(h2.url()).isEqualTo("jdbc:h2:tcp://h/d;LOCK_TIMEOUT=10000");
        assertThat(h2.networkTimeoutMillis()).isEqualTo(60_000);
    }

    private static RecordingDriver asked(String url) throws SQLException {
        var driver = new RecordingDriver();
        var dataSource = new ConfiguredDataSource(kind -> driver);
        dataSource.setUrl(url);
        dataSource.setUser("sa");
        dataSource.setPassword("sa");
        dataSource.getConnection().close();
        return driver;
    }

    @Test
    void whatTheUrlSaysWins() {
        assertThat(DatabaseKind.POSTGRESQL.settingsFor("jdbc:postgresql://h/d?socketTimeout=5&a=b"))
                .doesNotContainKey("socketTimeout")
                .containsKey("connectTimeout");
        assertThat(DatabaseKind.SQL_SERVER.settingsFor("jdbc:sqlserver://h;SocketTimeout=5"))
                .doesNotContainKey("socketTimeout");
        assertThat(DatabaseKind.H2.settingsFor("jdbc:h2:mem:x;LOCK_TIMEOUT=1")).isEmpty();
    }

    @Test
    @Timeout(40)
    @DisplayName("D-37 a server that takes the connection and says nothing is given up")
    void aSilentServerIsGivenUp() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            long started = System.nanoTime();
            assertThatThrownBy(() -> dataSource(
                                    "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/d?loginTimeout=2")
                            .getConnection())
                    .isInstanceOf(SQLException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
        }
    }
}

package io.datasync.testkit.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.testkit.proxy.FaultProxy;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class PostgresDatabaseTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("D-37 a real PostgreSQL, and a network to it that falls silent")
    void itAnswersAlsoThroughAProxyUntilThatFallsSilent() throws SQLException {
        InetSocketAddress address;
        try (var database = PostgresDatabase.start(folder).answeringWithin(Duration.ofSeconds(1))) {
            address = database.address().orElseThrow();
            try (Connection connection = connect(database, address)) {
                assertThat(answer(connection)).isEqualTo(42);
            }
            try (var network = FaultProxy.before(address);
                    Connection connection = connect(database, network.address())) {
                assertThat(answer(connection)).isEqualTo(42);
                network.swallow();
                assertThatThrownBy(() -> answer(connection)).hasRootCauseMessage("Read timed out");
            }
        }
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + address.getPort() + "/x"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("refused");
    }

    private static Connection connect(SandboxDatabase database, InetSocketAddress at) throws SQLException {
        return DriverManager.getConnection(database.url(at), database.user(), database.password());
    }

    private static int answer(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT 6 * 7")) {
            row.next();
            return row.getInt(1);
        }
    }
}

package io.datasync.server.sync.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SqlDialectTest {
    private static final List<String> VALUES = List.of("path", "state");
    private static final List<String> KEY = List.of("folder_id", "path_hash");

    @Test
    @DisplayName("D-30 H2 upserts by MERGE, since 2.2.224 refuses ON CONFLICT")
    void h2Merges() {
        assertThat(SqlDialect.H2.upsert("t", VALUES, KEY).text())
                .isEqualTo("MERGE INTO t (path, state, folder_id, path_hash) KEY (folder_id, path_hash)"
                        + " VALUES (?, ?, ?, ?)");
        assertThat(SqlDialect.H2.upsert("t", VALUES, KEY).insert()).isEmpty();
    }

    @Test
    @DisplayName("D-30 PostgreSQL upserts by ON CONFLICT")
    void postgresqlUsesOnConflict() {
        assertThat(SqlDialect.POSTGRESQL.upsert("t", VALUES, KEY).text())
                .isEqualTo("INSERT INTO t (path, state, folder_id, path_hash) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (folder_id, path_hash) DO UPDATE SET path = EXCLUDED.path,"
                        + " state = EXCLUDED.state");
        assertThat(SqlDialect.POSTGRESQL.upsert("t", VALUES, KEY).insert()).isEmpty();
    }

    @Test
    @DisplayName("D-30 SQL Server updates, then inserts what was not there, both under UPDLOCK and HOLDLOCK")
    void sqlServerUpdatesThenInserts() {
        Upsert upsert = SqlDialect.SQL_SERVER.upsert("t", VALUES, KEY);
        assertThat(upsert.text())
                .isEqualTo("UPDATE t WITH (UPDLOCK, HOLDLOCK) SET path = ?, state = ?"
                        + " WHERE folder_id = ? AND path_hash = ?");
        assertThat(upsert.insert())
                .hasValue("INSERT INTO t (path, state, folder_id, path_hash) SELECT ?, ?, ?, ?"
                        + " WHERE NOT EXISTS (SELECT 1 FROM t WITH (UPDLOCK, HOLDLOCK)"
                        + " WHERE folder_id = ? AND path_hash = ?)");
    }

    @Test
    @DisplayName("D-25 the time is that of the statement and in UTC, on each database in its own words")
    void timeIsOfTheStatement() {
        assertThat(SqlDialect.POSTGRESQL.now()).contains("clock_timestamp()").contains("UTC");
        assertThat(SqlDialect.SQL_SERVER.now()).isEqualTo("SYSUTCDATETIME()");
        assertThat(SqlDialect.H2.now()).contains("executing_statement_start").contains("EPOCH");
    }

    @Test
    @DisplayName("I-4 a row is held by FOR UPDATE, on SQL Server by UPDLOCK")
    void rowsAreHeld() {
        assertThat(SqlDialect.H2.selectLocked("a", "t", "b = ?")).isEqualTo("SELECT a FROM t WHERE b = ? FOR UPDATE");
        assertThat(SqlDialect.POSTGRESQL.selectLocked("a", "t", "b = ?"))
                .isEqualTo("SELECT a FROM t WHERE b = ? FOR UPDATE");
        assertThat(SqlDialect.SQL_SERVER.selectLocked("a", "t", "b = ?"))
                .isEqualTo("SELECT a FROM t WITH (UPDLOCK, ROWLOCK) WHERE b = ?");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("D-30 a list of keys is a table to be joined with, in which each key is a parameter")
    void keysAreATable(SqlDialect dialect) {
        String keys = dialect.keys(3);
        assertThat(keys).startsWith("(VALUES (").endsWith(") AS k (path_hash)");
        assertThat(keys.chars().filter(c -> c == '?')).hasSize(3);
    }
}

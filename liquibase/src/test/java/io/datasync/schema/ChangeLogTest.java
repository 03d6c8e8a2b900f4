package io.datasync.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeLogTest {
    private static final String[] SMALL_TABLES = {
        "runner_groups", "runners", "api_keys", "users", "user_sessions", "secrets", "audit_log", "alerts", "agent_logs"
    };

    private static final Pattern TABLE = Pattern.compile("create table (\\w+) \\((.*)\\)");
    private static final Pattern TEXT_COLUMN = Pattern.compile("(\\w+) (nvarchar\\(\\w+\\)(?: collate \\w+)?)");
    private static final Pattern PRIMARY_KEY = Pattern.compile("primary key \\(([^)]+)\\)");
    private static final Pattern UNIQUE =
            Pattern.compile("alter table (\\w+) add constraint \\w+ unique \\(([^)]+)\\)");
    private static final Pattern FOREIGN_KEY = Pattern.compile(
            "alter table (\\w+) add constraint \\w+ foreign key \\(([^)]+)\\) references (\\w+) \\(([^)]+)\\)");

    @Test
    @DisplayName("PLAT-2 D-38 H2: every change goes forward, back and forward again")
    void h2ThereAndBack() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:", "sa", "sa")) {
            thereAndBack(connection, "PUBLIC");
        }
    }

    @Test
    @Tag("slow")
    @DisplayName("PLAT-2 D-38 PostgreSQL: every change goes forward, back and forward again")
    void postgresqlThereAndBack() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start();
                Connection connection = server.getPostgresDatabase().getConnection()) {
            thereAndBack(connection, "public");
        }
    }

    @Test
    @DisplayName("D-30 SQL Server: text is nvarchar, times are datetime2, nothing is unnamed")
    void sqlServerText(@TempDir Path folder) throws Exception {
        String sql = ChangeLog.sqlServerText(folder);
        assertThat(sql)
                .contains("CREATE TABLE runners", "nvarchar(64)", "datetime2", "bigint", "CONSTRAINT pk_runners");
        String withoutUnicode = sql.toLowerCase(Locale.ROOT).replace("nvarchar", "");
        assertThat(withoutUnicode)
                .doesNotContain(" varchar")
                .doesNotContain(" text")
                .doesNotContain("clob")
                .doesNotContain(" datetime ")
                .doesNotContain("$");
        assertThat(sql.lines().filter(line -> line.contains("PRIMARY KEY")))
                .allSatisfy(line -> assertThat(line).contains("CONSTRAINT "));
    }

    @Test
    @DisplayName("D-30 SQL Server: text in a key compares by its characters, not case-blind")
    void keysCompareByTheirCharacters(@TempDir Path folder) throws Exception {
        String sql = ChangeLog.sqlServerText(folder).toLowerCase(Locale.ROOT);
        Map<String, String> types = new TreeMap<>();
        Set<String> keys = new TreeSet<>();
        for (var table : TABLE.matcher(sql).results().toList()) {
            for (var column : TEXT_COLUMN.matcher(table.group(2)).results().toList()) {
                types.put(table.group(1) + "." + column.group(1), column.group(2));
            }
            PRIMARY_KEY.matcher(table.group(2)).results().forEach(key -> add(keys, table.group(1), key.group(1)));
        }
        UNIQUE.matcher(sql).results().forEach(key -> add(keys, key.group(1), key.group(2)));
        FOREIGN_KEY.matcher(sql).results().forEach(key -> {
            add(keys, key.group(1), key.group(2));
            add(keys, key.group(3), key.group(4));
        });
        types.keySet().stream().filter(name -> name.endsWith(".runner_id")).forEach(keys::add);
        keys.retainAll(types.keySet());
        assertThat(keys)
                .contains("runners.runner_id", "users.name", "user_sessions.user_name", "alerts.alert_key")
                .allSatisfy(key -> assertThat(types.get(key)).as(key).endsWith(" collate latin1_general_100_bin2"));
    }

    private static void add(Set<String> keys, String table, String columns) {
        for (String column : columns.split(", ", -1)) {
            keys.add(table + "." + column);
        }
    }

    private static void thereAndBack(Connection connection, String schema) throws Exception {
        ChangeLog.update(connection);
        Set<String> tables = tables(connection, schema);
        assertThat(tables).contains(SMALL_TABLES);
        assertThat(columns(connection, "runners")).contains("last_heartbeat", "active_jobs", "azure_files_status");
        assertThat(columns(connection, "agent_logs")).contains("timestamp");

        int changeSets = count(connection, "databasechangelog");
        ChangeLog.rollBack(connection, changeSets);
        assertThat(tables(connection, schema)).containsExactlyInAnyOrder("databasechangelog", "databasechangeloglock");

        ChangeLog.update(connection);
        assertThat(tables(connection, schema)).isEqualTo(tables);
        assertThat(count(connection, "runner_groups")).isEqualTo(1);
    }

    private static Set<String> tables(Connection connection, String schema) throws SQLException {
        var names = new TreeSet<String>();
        try (var rows = connection.getMetaData().getTables(null, schema, "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (rows.next()) {
                names.add(rows.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private static Set<String> columns(Connection connection, String table) throws SQLException {
        var names = new TreeSet<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT * FROM " + table)) {
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                names.add(rows.getMetaData().getColumnName(column).toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private static int count(Connection connection, String table) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}

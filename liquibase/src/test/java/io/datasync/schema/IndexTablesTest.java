package io.datasync.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of the state index, as SQL Server would be given them. */
class IndexTablesTest {
    private static final String BINARY = "nvarchar(2048) collate latin1_general_100_bin2";

    @Test
    @DisplayName("D-30 SQL Server: an entry's key is (folder_id, path_hash), and no index holds a path")
    void theKeyIsShortAndThePathIsInNoIndex(@TempDir Path folder) throws Exception {
        String sql = sql(folder);
        assertThat(table(sql, "synced_files"))
                .contains("folder_id bigint not null", "path_hash binary(16) not null", "path " + BINARY + " not null")
                .contains("ticks bigint not null", "digest binary(32) not null", "verified_at datetime2 not null")
                .contains("constraint pk_synced_files primary key (folder_id, path_hash)");
        assertThat(sql.lines().filter(line -> line.contains(" index ") || line.contains(" unique ")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).doesNotContainPattern("\\b(path|name)\\b"));
    }

    @Test
    @DisplayName("D-30 SQL Server: ids, names and paths compare by their bytes, not case-blind")
    void idsAndPathsCompareByTheirBytes(@TempDir Path folder) throws Exception {
        String sql = sql(folder);
        String id = "nvarchar(64) collate latin1_general_100_bin2";
        assertThat(table(sql, "jobs")).contains("job_id " + id, "live_run_id " + id);
        assertThat(table(sql, "sync_runs")).contains("run_id " + id, "job_id " + id);
        assertThat(table(sql, "sync_run_files")).contains("run_id " + id, "path " + BINARY);
        assertThat(table(sql, "folders")).contains("job_id " + id, "name " + BINARY);
        assertThat(table(sql, "losses")).contains("job_id " + id, "path " + BINARY);
    }

    @Test
    @DisplayName("D-1 D-20 D-24 D-32 D-40 the columns that other papers name are there")
    void fixedColumnsAreThere(@TempDir Path folder) throws Exception {
        String sql = sql(folder);
        assertThat(table(sql, "sync_runs")).contains("last_activity_at datetime2");
        assertThat(table(sql, "sync_run_files")).contains("checksum nvarchar(64)");
        assertThat(table(sql, "folders")).contains("archived_count", "archived_bytes", "archived_digest");
        assertThat(table(sql, "folders")).contains("at_source_count", "at_source_bytes", "at_source_digest");
        assertThat(table(sql, "folders")).contains("revision bigint");
        assertThat(table(sql, "jobs")).contains("token_epoch bigint", "token_counter bigint", "archive_url", "zone");
        assertThat(table(sql, "jobs")).contains("last_cycle_at datetime2");
    }

    private static String sql(Path folder) throws Exception {
        return ChangeLog.sqlServerText(folder).toLowerCase(Locale.ROOT);
    }

    private static String table(String sql, String name) {
        var matcher = Pattern.compile("create table " + name + " \\((.*)\\)").matcher(sql);
        assertThat(matcher.find()).as("create table " + name).isTrue();
        return matcher.group(1);
    }
}

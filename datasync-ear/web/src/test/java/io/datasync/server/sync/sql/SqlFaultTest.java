package io.datasync.server.sync.sql;

import static io.datasync.server.sync.sql.SqlDialect.H2;
import static io.datasync.server.sync.sql.SqlDialect.POSTGRESQL;
import static io.datasync.server.sync.sql.SqlDialect.SQL_SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFaultTest {
    @ParameterizedTest
    @CsvSource({
        "H2, 40001, 40001, AGAIN",
        "H2, HYT00, 50200, AGAIN",
        "H2, 90131, 90131, AGAIN",
        "H2, 23505, 23505, DUPLICATE",
        "H2, 90067, 90067, GONE",
        "H2, 90098, 90098, GONE",
        "H2, 57014, 57014, GONE",
        "H2, 42S02, 42102, OTHER",
        "POSTGRESQL, 40001, 0, AGAIN",
        "POSTGRESQL, 40P01, 0, AGAIN",
        "POSTGRESQL, 55P03, 0, AGAIN",
        "POSTGRESQL, 23505, 0, DUPLICATE",
        "POSTGRESQL, 08006, 0, GONE",
        "POSTGRESQL, 57P01, 0, GONE",
        "POSTGRESQL, 57014, 0, GONE",
        "POSTGRESQL, 53300, 0, GONE",
        "POSTGRESQL, 53100, 0, FULL",
        "POSTGRESQL, 42P01, 0, OTHER",
        "SQL_SERVER, 40001, 1205, AGAIN",
        "SQL_SERVER, S0001, 1222, AGAIN",
        "SQL_SERVER, 23000, 2627, DUPLICATE",
        "SQL_SERVER, 23000, 2601, DUPLICATE",
        "SQL_SERVER, S0001, 40501, GONE",
        "SQL_SERVER, S0001, 10928, GONE",
        "SQL_SERVER, S0001, 10929, GONE",
        "SQL_SERVER, 08S01, 0, GONE",
        "SQL_SERVER, S0001, 40544, FULL",
        "SQL_SERVER, S0001, 1105, FULL",
        "SQL_SERVER, S0002, 208, OTHER",
    })
    @DisplayName("D-30 an error of each database is given its meaning")
    void errorsHaveMeanings(SqlDialect dialect, String state, int code, SqlFault meaning) {
        assertThat(SqlFault.of(dialect, new SQLException("x", state, code))).isEqualTo(meaning);
    }

    @Test
    @DisplayName("D-25 D-30 that H2 trips over a session which ends meanwhile is no refusal: it may pass at once")
    void aRaceInH2MayPass() {
        var race = new SQLException("General error", "HY000", 50000, new NullPointerException("transaction is null"));
        assertThat(SqlFault.of(H2, race)).isEqualTo(SqlFault.AGAIN);
        assertThat(SqlFault.of(POSTGRESQL, race)).isEqualTo(SqlFault.OTHER);
        var another = new SQLException("General error", "HY000", 50000, new IllegalStateException("a bug"));
        assertThat(SqlFault.of(H2, another)).isEqualTo(SqlFault.OTHER);
    }

    @Test
    @DisplayName("D-30 codes of one database mean nothing in another")
    void codesBelongToTheirDatabase() {
        assertThat(SqlFault.of(POSTGRESQL, new SQLException("x", "99999", 1205)))
                .isEqualTo(SqlFault.OTHER);
        assertThat(SqlFault.of(H2, new SQLException("x", "99999", 1205))).isEqualTo(SqlFault.OTHER);
    }

    @Test
    @DisplayName("D-30 the meaning of a failed batch is that of the row at fault, which hangs behind it")
    void theRowBehindABatchDecides() {
        var batch = new BatchUpdateException("batch", null, 0, new int[0]);
        batch.setNextException(new SQLException("victim", "40P01"));
        assertThat(SqlFault.of(POSTGRESQL, batch)).isEqualTo(SqlFault.AGAIN);
    }

    @Test
    @DisplayName("D-37 a time-out passes, whatever its state")
    void timeOutsPass() {
        assertThat(SqlFault.of(SQL_SERVER, new SQLTimeoutException("x"))).isEqualTo(SqlFault.GONE);
    }

    @ParameterizedTest
    @CsvSource({"AGAIN, true", "DUPLICATE, true", "GONE, true", "FULL, true", "OTHER, false"})
    @DisplayName("RUN-5 OPS-6 every fault is index_unavailable, and retryable unless somebody must do something")
    void faultsAreTold(SqlFault fault, boolean retryable) {
        SyncException failure = fault.toFailure(new SQLException("secret text of a statement", "12345", 7));
        assertThat(failure.code()).isEqualTo(ErrorCode.INDEX_UNAVAILABLE);
        assertThat(failure.retryable()).isEqualTo(retryable);
        assertThat(failure.getMessage()).doesNotContain("secret");
    }
}

package io.datasync.server.platform.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import jakarta.json.bind.JsonbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("API-8 errors are problems with stable codes")
class ProblemsTest {
    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyCodeOfCoreHasAStatusOfAnError(ErrorCode code) {
        assertThat(Problem.of(code, false, "x").status()).isBetween(400, 599);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyCodeOfCoreIsExplained(ErrorCode code) throws IOException {
        assertThat(page()).contains("id=\"" + code.text() + "\"");
    }

    @ParameterizedTest
    @EnumSource(HttpCode.class)
    void everyCodeOfHttpIsExplained(HttpCode code) throws IOException {
        assertThat(page()).contains("id=\"" + code.text() + "\"");
    }

    @Test
    void aFailureOfCoreIsFoundBeneathItsWrapping() {
        var failure = SyncException.permanent(ErrorCode.STALE_TOKEN, "token 3, newest 4");
        Problem problem = Problems.of(new IllegalStateException("outer", new RuntimeException(failure)));
        assertThat(problem)
                .isEqualTo(
                        new Problem("stale_token", 409, ErrorCode.STALE_TOKEN.meaning(), "token 3, newest 4", false));
    }

    @Test
    void whatNobodyKnowsSaysNothingOfItself() {
        Problem problem = Problems.of(new IllegalStateException("password=hunter2"));
        assertThat(problem.status()).isEqualTo(500);
        assertThat(problem.json("", "id")).doesNotContain("hunter2");
    }

    @Test
    @DisplayName("RUN-5 a lost or busy database is 503 and worth trying again")
    void aLostDatabaseIsRetryable() {
        assertThat(Problems.of(new RuntimeException(new SQLNonTransientConnectionException("gone")))
                        .status())
                .isEqualTo(503);
        assertThat(Problems.of(new RuntimeException(new SQLException("deadlock", "40001")))
                        .retryable())
                .isTrue();
        assertThat(Problems.of(new RuntimeException(new SQLException("syntax", "42000")))
                        .status())
                .isEqualTo(500);
    }

    @Test
    void malformedJsonIsTheCallersFault() {
        assertThat(Problems.of(new JsonbException("bad")).code()).isEqualTo("message_malformed");
    }

    @Test
    void aBodyThatIsTooLargeIsNotCalledMalformed() {
        var failure = new JsonbException("bad", new BodyTooLargeException(5));
        assertThat(Problems.of(failure).code()).isEqualTo("message_too_large");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 406, 413, 415, 429, 500, 501, 503, 418, 507})
    void everyStatusHasACode(int status) {
        Problem problem = Problems.ofStatus(status);
        assertThat(problem.code()).matches("[a-z_]+");
        assertThat(problem.status()).isEqualTo(status == 507 ? 500 : status);
    }

    @Test
    void theDocumentIsEscapedJson() {
        String json = Problem.of(HttpCode.NOT_FOUND, "a \"quoted\"\nline").json("/ds", "abc");
        assertThat(json)
                .startsWith("{\"type\":\"/ds/problems.html#not_found\"")
                .contains("\"detail\":\"a \\\"quoted\\\"\\nline\"")
                .contains("\"correlationId\":\"abc\"");
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("src/main/webapp/problems.html"));
    }
}

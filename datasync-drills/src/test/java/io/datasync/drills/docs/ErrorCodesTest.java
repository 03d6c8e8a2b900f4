package io.datasync.drills.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.ErrorCode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whoever adds a code adds the test that provokes it. */
@DisplayName("API-8 every code of a failure")
final class ErrorCodesTest {
    private static final Pattern COMMENTS = Pattern.compile("//[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern STATEMENT_ENDS = Pattern.compile("[;{}]\\s*\\n");
    private static final Pattern ASSERTION =
            Pattern.compile("\\b(assert\\w*|refus\\w*|fails\\w*|isEqualTo|isIn|contains\\w*|expect\\w*)\\(");

    @Test
    @DisplayName("is named by the assertion of a test")
    void isAsserted() throws IOException {
        List<String> assertions = Repository.around().texts().stream()
                .filter(text -> text.path().endsWith(".java"))
                .filter(text ->
                        text.path().contains("/src/test/") || text.path().startsWith("datasync-testkit/src/"))
                .filter(text -> !text.path().endsWith("/ErrorCodesTest.java"))
                .flatMap(text -> assertions(text.content()))
                .toList();

        assertThat(Arrays.stream(ErrorCode.values()).filter(code -> assertions.stream()
                        .noneMatch(names(code).asPredicate())))
                .as("codes that no assertion names: provoke each in a test")
                .isEmpty();
    }

    /** The statements of a source that assert something. */
    private static Stream<String> assertions(String source) {
        return Arrays.stream(STATEMENT_ENDS.split(COMMENTS.matcher(source).replaceAll("")))
                .filter(ASSERTION.asPredicate());
    }

    private static Pattern names(ErrorCode code) {
        return Pattern.compile("\\bErrorCode\\." + code.name() + "\\b|\"[^\"\\n]*\\b" + code.text() + "\\b");
    }

    @Test
    @DisplayName("is found where an assertion names it, and not where a table or a comment does")
    void theRuleCanFail() {
        String source = """
                // assertThat(ErrorCode.SHARE_FULL)
                Set.of(ErrorCode.SHARE_IO);
                assertThat(e.code()).isEqualTo(ErrorCode.SHARE_AUTH);
                assertThat(text).contains("code share_missing");
                throw new Failure(ErrorCode.SHARE_FOREIGN);
                """;
        assertThat(Arrays.stream(ErrorCode.values())
                        .filter(code -> assertions(source).anyMatch(names(code).asPredicate())))
                .containsExactly(ErrorCode.SHARE_AUTH, ErrorCode.SHARE_MISSING);
    }
}

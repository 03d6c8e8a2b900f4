package io.datasync.core.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What was written is read again, whatever the names")
final class RoundTripTest {
    private static final long SEED = 20_261_121;
    private static final int ROUNDS = 400;

    @Test
    @DisplayName("D-16 open requests survive the way with any name")
    void openRequests() {
        survives(new Format<>("", RunJson::write, RunJson::readOpenRequest), OddMessages::openRequest);
    }

    @Test
    @DisplayName("D-16 open answers survive the way with any name")
    void openAnswers() {
        survives(new Format<>("", RunJson::write, RunJson::readOpenAnswer), OddMessages::openAnswer);
    }

    @Test
    @DisplayName("D-16 compare lines survive the way with any name")
    void compareLines() {
        survives(Format.COMPARE_LINES, OddMessages::compareLines);
    }

    @Test
    @DisplayName("D-16 compare answers survive the way with any name")
    void compareAnswers() {
        survives(Format.COMPARE_ANSWERS, OddMessages::compareAnswers);
    }

    @Test
    @DisplayName("D-16 reports survive the way with any name")
    void reports() {
        survives(new Format<>("", ProgressJson::write, ProgressJson::readRequest), OddMessages::progress);
    }

    private static <T> void survives(Format<T> format, Function<OddMessages, T> maker) {
        for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
            T value = maker.apply(new OddMessages(seed));
            byte[] bytes = format.bytes(value);
            String hint = "seed " + seed;
            assertThatCode(() -> assertThat(format.read(bytes)).as(hint).isEqualTo(value))
                    .as(hint)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    @DisplayName("I-11 an NDJSON message cut anywhere is truncated, never shorter")
    void aCutListIsTruncated() {
        for (long seed = SEED; seed < SEED + 20; seed++) {
            OddMessages odd = new OddMessages(seed);
            byte[] bytes = Format.COMPARE_LINES.bytes(odd.compareLines());
            // Without its final line feed the message is still whole.
            for (int length = 0; length < bytes.length - 1; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThat(codeOf(() -> Format.COMPARE_LINES.read(cut)))
                        .as("seed %d, %d of %d bytes", seed, length, bytes.length)
                        .isEqualTo(ErrorCode.MESSAGE_TRUNCATED);
            }
        }
    }

    private interface Reading {
        Object read() throws SyncException;
    }

    private static ErrorCode codeOf(Reading reading) {
        try {
            throw new AssertionError("was read as " + reading.read());
        } catch (SyncException e) {
            return e.code();
        }
    }
}

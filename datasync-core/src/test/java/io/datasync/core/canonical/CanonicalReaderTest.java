package io.datasync.core.canonical;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.Property;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-9 text of one form")
class CanonicalReaderTest {
    private static CanonicalReader reader(String text, long bytesMax) {
        return new CanonicalReader(
                new ByteArrayInputStream(text.getBytes(UTF_8)), bytesMax, ErrorCode.KEY_MALFORMED, "The text");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_MALFORMED))
                .hasMessage(message);
    }

    @Test
    void whatWasWrittenIsRead() {
        Property.holds(200, random -> {
            var out = new ByteArrayOutputStream();
            var writer = new CanonicalWriter(out);
            var text = new StringBuilder();
            for (int i = random.nextInt(300); i > 0; i--) {
                text.append(
                        List.of("a", "\"", "\\", "ü", "🛰", "\u2028", "/", " ").get(random.nextInt(8)));
            }
            long number = random.nextLong() & Long.MAX_VALUE;
            Instant time = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
            writer.text(text.toString()).number(number).numberText(-number).instant(time);

            CanonicalReader in = reader(out.toString(UTF_8), out.size());
            assertThat(in.text(3_000)).isEqualTo(text.toString());
            assertThat(in.number()).isEqualTo(number);
            assertThat(in.numberText()).isEqualTo(-number);
            assertThat(in.instant()).isEqualTo(time);
            in.end();
        });
    }

    @Test
    @DisplayName("I-11 neither the whole nor a part may be longer than it says")
    void bounds() throws Exception {
        CanonicalReader whole = reader("abcd", 3);
        whole.literal("abc");
        refused(() -> whole.literal("d"), "The text at byte 3: it is longer than 3 bytes");
        assertThat(reader("\"abc\"", 9).text(3)).isEqualTo("abc");
        refused(() -> reader("\"abcd\"", 9).text(3), "The text at byte 5: a text of more than 3 bytes");
        refused(() -> reader("\"a\\\"c\"", 9).text(3), "The text at byte 5: a text of more than 3 bytes");
    }

    @Test
    void controlCharactersHaveNoForm() {
        for (String control : List.of("\n", "\u0000", "\u007F", "\u0085")) {
            refused(
                    () -> reader("\"" + control + "\"", 9).text(9),
                    control.equals("\u0085")
                            ? "The text at byte 4: a control character"
                            : "The text at byte 3: a control character");
        }
        for (String wrong : List.of("\n", "\u0085", "\uD800", "x\uDC00")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new CanonicalWriter(new ByteArrayOutputStream()).text(wrong));
        }
    }

    @Test
    void timesOutsideTheYears1To9999HaveNoForm() {
        for (String wrong : List.of("+10000-01-01T00:00:00Z", "0000-12-31T23:59:59Z", "-0001-01-01T00:00:00Z")) {
            refused(
                    () -> reader("\"" + wrong + "\"", 99).instant(),
                    "The text at byte " + (wrong.length() + 2) + ": not the one form of a time: " + wrong);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new CanonicalWriter(new ByteArrayOutputStream()).instant(Instant.parse(wrong)));
        }
    }

    @Test
    void whatIsNullIsPassedOver() throws Exception {
        CanonicalReader in = reader("null\"n\"", 99);
        assertThat(in.isNull()).isTrue();
        assertThat(in.isNull()).isFalse();
        assertThat(in.text(1)).isEqualTo("n");
        in.end();
        refused(() -> reader("x", 9).end(), "The text at byte 0: there is something after its end");
        refused(() -> reader("", 9).number(), "The text at byte 0: not a whole number: ");
    }
}

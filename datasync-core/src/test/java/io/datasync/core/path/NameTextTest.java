package io.datasync.core.path;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.Property;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NameTextTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    @DisplayName("D-16 every text of the golden file is written and read as it always was")
    void goldenFile() throws Exception {
        List<String> lines;
        try (InputStream in = NameTextTest.class.getResourceAsStream("name-text.golden")) {
            assertThat(in).isNotNull();
            lines = new String(in.readAllBytes(), UTF_8).lines().toList();
        }
        assertThat(lines).hasSizeGreaterThan(25);
        for (String line : lines) {
            String[] columns = line.split("\t", 2);
            byte[] bytes = HEX.parseHex(columns[0]);
            assertThat(NameText.encode(bytes)).as(line).isEqualTo(columns[1]);
            assertThat(NameText.decode(columns[1])).as(line).isEqualTo(bytes);
        }
    }

    @Test
    @DisplayName("D-16 any bytes come back from their text, which is one line that every database can hold")
    void roundTrip() {
        Property.holds(3_000, random -> {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            byte[] name = random.nextBoolean() ? bytes : RandomNames.name(random);

            String text = NameText.encode(name);

            assertThat(NameText.decode(text)).isEqualTo(name);
            assertThat(text).isEqualTo(ReferenceNameText.encode(name));
            assertThat(text.codePoints()).noneMatch(point -> Character.getType(point) == Character.CONTROL);
            assertThat(new String(text.getBytes(UTF_8), UTF_8)).isEqualTo(text);
        });
    }

    @Test
    @DisplayName("D-16 no two names share a text")
    void namesOfOneTextAreOneName() {
        Map<String, byte[]> seen = new HashMap<>();
        Property.holds(5_000, random -> {
            byte[] name = new byte[1 + random.nextInt(2)];
            random.nextBytes(name);
            byte[] before = seen.put(NameText.encode(name), name);
            if (before != null) {
                assertThat(name).isEqualTo(before);
            }
        });
        assertThat(NameText.encode(HEX.parseHex("61ff"))).isNotEqualTo(NameText.encode(HEX.parseHex("61fe")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "␛",
                "␛4",
                "␛GG",
                "a␛0",
                "␛fc",
                "␛41",
                "␛C3␛BC",
                "\n",
                "\u0085",
                "\uD800",
                "\uDC00a",
                "\uD83D␛0A\uDE00",
                "␛E2␛90␛9b"
            })
    @DisplayName("D-16 a text that no name has is refused")
    void onlyTheOneTextIsRead(String text) {
        assertThatThrownBy(() -> NameText.decode(text))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PATH_INVALID));
    }
}

package io.datasync.core.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.Property;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RandomNames;
import io.datasync.core.path.RelativePath;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameRulesTest {
    private static String escaped(NameRules rules, byte[] path) throws SyncException {
        return new String(rules.escape(RelativePath.of(path)), UTF_8);
    }

    private static String escaped(NameRules rules, String path) throws SyncException {
        return escaped(rules, path.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-04-23/part-0042.csv, 2026-04-23/part-0042.csv",
        ".datasync, \u241B2Edatasync",
        ".datasync/job.json, \u241B2Edatasync/job.json",
        "deeper/.datasync/job.json, deeper/.datasync/job.json",
        ".datasync2, .datasync2",
        ".DATASYNC, .DATASYNC",
        "a\u241Bb, a\u241BE2\u241B90\u241B9Bb",
        "con/a:b?.txt., con/a:b?.txt.",
        "\u00FC, \u00FC"
    })
    @DisplayName("D-16 a POSIX directory escapes .datasync at its root and the escape character, nothing else")
    void posixEscapesTwoThings(String path, String name) throws SyncException {
        assertThat(escaped(NameRules.POSIX, path)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-04-23/part-0042.csv, 2026-04-23/part-0042.csv",
        ".DataSync/x, \u241B2EDataSync/x",
        "con, \u241B63on",
        "COM1.tar.gz, \u241B43OM1.tar.gz",
        "console, console",
        "a:b, a\u241B3Ab",
        "what?, what\u241B3F",
        "dot., dot\u241B2E",
        "folder./file, folder\u241B2E/file",
        "back\\slash, back\u241B5Cslash",
        "nul .txt, \u241B6Eul .txt",
        "\u00FC, \u00FC"
    })
    @DisplayName("CORE-12 portable names escape what Windows, SMB and Azure Files refuse")
    void portableEscapesWhatOthersRefuse(String path, String name) throws SyncException {
        assertThat(escaped(NameRules.PORTABLE, path)).isEqualTo(name);
    }

    @Test
    @DisplayName("CORE-12 portable names are text: other bytes, line feeds and a blank at the end are escaped")
    void portableNamesAreText() throws SyncException {
        assertThat(escaped(NameRules.PORTABLE, new byte[] {'a', (byte) 0xFC})).isEqualTo("a\u241BFC");
        assertThat(escaped(NameRules.PORTABLE, "a\nb")).isEqualTo("a\u241B0Ab");
        assertThat(escaped(NameRules.PORTABLE, "a ")).isEqualTo("a\u241B20");
    }

    @ParameterizedTest
    @EnumSource(NameRules.class)
    @DisplayName("D-16 escaping is reversible, no two names share one, and none is the archive's own")
    void escapingIsReversible(NameRules rules) {
        Property.holds(20, random -> {
            Map<String, RelativePath> byName = new HashMap<>();
            for (int i = 0; i < 1_000; i++) {
                RelativePath path = RelativePath.of(randomPath(random));
                byte[] name = rules.escape(path);
                assertThat(rules.unescape(name)).contains(path);
                RelativePath other = byName.put(new String(name, ISO_8859_1), path);
                assertThat(other == null || other.equals(path))
                        .as("%s and %s share a name", path, other)
                        .isTrue();
                String first = new String(name, UTF_8).split("/", 2)[0];
                assertThat(rules == NameRules.PORTABLE ? first.toLowerCase(Locale.ROOT) : first)
                        .isNotEqualTo(NameRules.OWN_FOLDER);
            }
        });
    }

    private static byte[] randomPath(Random random) {
        String[] reserved = {".datasync", ".DataSync", "con", "NUL.txt", "com1.", "\u241B2Edatasync", "x ", "a:b"};
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            path.writeBytes(
                    random.nextInt(3) == 0
                            ? reserved[random.nextInt(reserved.length)].getBytes(UTF_8)
                            : RandomNames.name(random));
            if (n > 1) {
                path.write('/');
            }
        }
        return path.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u241B", "\u241B4", "\u241BXY", "\u241B41", "\u241B2F", "a\u241B2Fb", ".datasync/x", "\u241B2e"
            })
    @DisplayName("D-16 what escaping never gives is no path of a source")
    void strangersAreNoPaths(String name) {
        assertThat(NameRules.POSIX.unescape(name.getBytes(UTF_8))).isEmpty();
        assertThat(NameRules.PORTABLE.unescape(name.getBytes(UTF_8))).isEmpty();
    }

    @Test
    @DisplayName("A name is as long as it is after escaping: bytes, or UTF-16 units where names are portable")
    void lengthsCountAfterEscaping() throws SyncException {
        String umlauts = "\u00FC".repeat(200);
        assertTooLong(NameRules.POSIX, umlauts);
        assertThat(NameRules.PORTABLE.escape(RelativePath.known(umlauts))).hasSize(400);
        assertTooLong(NameRules.PORTABLE, "?".repeat(86));
        assertThat(NameRules.PORTABLE.escape(RelativePath.known("?".repeat(85))))
                .isNotEmpty();
        assertThat(NameRules.POSIX.escape(RelativePath.known("?".repeat(255)))).hasSize(255);
        for (NameRules rules : NameRules.values()) {
            assertThat(rules.escape(RelativePath.known("x".repeat(255)))).hasSize(255);
            assertThat(rules.escape(RelativePath.known("abc/".repeat(300) + "d")))
                    .hasSize(1_201);
            assertTooLong(rules, "x".repeat(256));
            assertTooLong(rules, "a/" + "x".repeat(256) + "/b");
        }
    }

    private static void assertTooLong(NameRules rules, String path) {
        assertThatThrownBy(() -> rules.escape(RelativePath.known(path)))
                .isInstanceOf(SyncException.class)
                .extracting(e -> ((SyncException) e).code())
                .isEqualTo(ErrorCode.PATH_TOO_LONG);
    }

    @Test
    @DisplayName("The short way for plain names gives what the long way gives")
    void theShortWayIsRight() throws SyncException {
        for (String name : List.of("NUL", "nul.txt", "lpt9", "COM0", "a/aux/b", "prn.", "x-", "_", "a.", "clock$")) {
            String once = escaped(NameRules.PORTABLE, name);
            String padded = escaped(NameRules.PORTABLE, name + "/" + "\u00FC");
            assertThat(padded).isEqualTo(once + "/\u00FC");
        }
    }
}

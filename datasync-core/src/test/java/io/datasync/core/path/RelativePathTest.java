package io.datasync.core.path;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.Property;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RelativePathTest {
    @ParameterizedTest(name = "[{index}]")
    @ValueSource(
            strings = {
                "",
                "/",
                "/x",
                "x/",
                "a//b",
                ".",
                "..",
                "./a",
                "a/.",
                "a/./b",
                "../x",
                "a/../../x",
                "a/..",
                "/../x",
                "a\0b",
                "\0",
                "a/\0",
                "//server/share",
                "a/b/"
            })
    @DisplayName("SEC-6 what is not a path inside the root is refused, as bytes and as text")
    void hostilePathsAreRefused(String hostile) {
        assertInvalid(() -> RelativePath.of(hostile.getBytes(ISO_8859_1)));
        assertInvalid(() -> RelativePath.parse(hostile));
    }

    @ParameterizedTest(name = "[{index}]")
    @ValueSource(strings = {"␛2E␛2E/x", "␛2E␛2E", "a␛2Fb", "␛2Fx", "a/␛2E/b", "a␛00b"})
    @DisplayName("SEC-6 an escape smuggles in neither dots nor separators nor zero bytes")
    void escapesSmuggleNothingIn(String hostile) {
        assertInvalid(() -> RelativePath.parse(hostile));
    }

    @Test
    @DisplayName("SEC-6 overlong forms of dots and slashes stay bytes of a name")
    void overlongFormsAreBytes() throws Exception {
        byte[] overlong = {(byte) 0xC0, (byte) 0xAE, (byte) 0xC0, (byte) 0xAE, (byte) 0xC0, (byte) 0xAF, 'x'};

        RelativePath path = RelativePath.of(overlong);

        assertThat(path.segments()).hasSize(1);
        assertThat(path.text()).isEqualTo("␛C0␛AE␛C0␛AE␛C0␛AFx");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"...", "..a", ".a", "a..", " ", "a\\..\\b", "C:", "~", "-rf", ".datasync/job.json", "con", "a."})
    @DisplayName("CORE-12 strange names that stay inside are names like any other")
    void strangeNamesAreNames(String strange) throws Exception {
        assertThat(RelativePath.parse(strange).text()).isEqualTo(strange);
    }

    @Test
    @DisplayName("D-16 a path comes back from its text")
    void textRoundTrip() {
        Property.holds(3_000, random -> {
            RelativePath path = RandomNames.path(random);

            RelativePath again = RelativePath.parse(path.text());

            assertThat(again).isEqualTo(path).hasSameHashCodeAs(path);
            assertThat(again.bytes()).isEqualTo(path.bytes());
        });
    }

    @Test
    @DisplayName("D-16 paths are ordered by their unsigned bytes")
    void orderIsThatOfUnsignedBytes() {
        Property.holds(3_000, random -> {
            RelativePath a = RandomNames.path(random);
            RelativePath b = RandomNames.path(random);

            // As Latin-1, each byte is one character of the same rank.
            int expected = new String(a.bytes(), ISO_8859_1).compareTo(new String(b.bytes(), ISO_8859_1));

            assertThat(Integer.signum(a.compareTo(b))).isEqualTo(Integer.signum(expected));
            assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
        });
    }

    @Test
    @DisplayName("SEC-6 a child is below its parent, whatever it is called")
    void childStaysBelow() throws Exception {
        RelativePath parent = RelativePath.known("a/b");

        assertThat(parent.child(new byte[] {'c'})).isEqualTo(RelativePath.known("a/b/c"));
        assertThat(parent.child("c/d".getBytes(ISO_8859_1))).isEqualTo(RelativePath.known("a/b/c/d"));
        for (String hostile : List.of("", "..", ".", "../x", "/x", "x/", "c/../../..", "\0")) {
            assertInvalid(() -> parent.child(hostile.getBytes(ISO_8859_1)));
        }
    }

    @Test
    @DisplayName("D-30 a path is too long when its text, not its bytes, exceeds what an index holds")
    void lengthIsThatOfTheText() throws Exception {
        assertThat(pathOf(RelativePath.TEXT_MAX, 'x').isTooLong()).isFalse();
        assertThat(pathOf(RelativePath.TEXT_MAX + 1, 'x').isTooLong()).isTrue();
        assertThat(pathOf(682, 0xFF).isTooLong()).isFalse();
        assertThat(pathOf(683, 0xFF).isTooLong()).isTrue();
        assertThat(RelativePath.known("漢".repeat(2048)).isTooLong()).isFalse();
    }

    private static RelativePath pathOf(int length, int b) throws SyncException {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) b);
        return RelativePath.of(bytes);
    }

    @Test
    @DisplayName("D-30 the path hash is the first 16 bytes of the SHA-256 of the path's bytes")
    void hashOfPath() throws Exception {
        RelativePath path = RelativePath.known("2026-04-23/part-0042.csv");
        byte[] sha = MessageDigest.getInstance("SHA-256").digest(path.bytes());

        assertThat(path.hash().bytes()).isEqualTo(Arrays.copyOf(sha, 16));
        assertThat(PathHash.ofHash(path.hash().bytes())).isEqualTo(path.hash());
        assertThat(path.hash()).hasToString("ee18c9406bf9295dc184135d0e20ae59");
    }

    @Test
    @DisplayName("D-30 path hashes are ordered by their unsigned bytes")
    void orderOfHashes() {
        List<PathHash> hashes = new ArrayList<>();
        for (int b : new int[] {0xFF, 0x00, 0x80, 0x7F}) {
            byte[] bytes = new byte[PathHash.BYTES];
            bytes[0] = (byte) b;
            hashes.add(PathHash.ofHash(bytes));
        }

        assertThat(hashes.stream().sorted().map(hash -> hash.bytes()[0] & 0xFF))
                .containsExactly(0x00, 0x7F, 0x80, 0xFF);
        assertThatThrownBy(() -> PathHash.ofHash(new byte[15])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("a path cannot be changed through the arrays it takes and gives")
    void arraysAreCopied() throws Exception {
        byte[] bytes = {'a', '/', 'b'};
        RelativePath path = RelativePath.of(bytes);

        bytes[0] = '/';
        path.bytes()[0] = '/';
        path.segments().get(0)[0] = '/';

        assertThat(path.text()).isEqualTo("a/b");
    }

    static void assertInvalid(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SyncException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.PATH_INVALID));
    }
}

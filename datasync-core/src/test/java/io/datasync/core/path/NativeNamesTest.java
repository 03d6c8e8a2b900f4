package io.datasync.core.path;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeNamesTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("D-16 two names with one text are two files, and both come back as their own bytes")
    void namesThatAreNotTextRoundTrip() throws IOException {
        List<byte[]> names = List.of(
                "plain.csv".getBytes(UTF_8),
                "ü %41 +#?.csv".getBytes(UTF_8),
                "line\nfeed".getBytes(UTF_8),
                "\uFFFD".getBytes(UTF_8),
                new byte[] {(byte) 0xFC},
                new byte[] {(byte) 0xFD},
                new byte[] {'a', (byte) 0xC3, (byte) 0x28, '%', 'F', 'C'});
        for (byte[] name : names) {
            Files.write(NativeNames.resolve(folder, name), name);
        }

        List<byte[]> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                assertThat(NativeNames.name(file)).isEqualTo(Files.readAllBytes(file));
                found.add(NativeNames.name(file));
            }
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    @DisplayName("D-16 any name the disk takes comes back as the same bytes")
    void randomNamesRoundTrip() throws IOException {
        long seed = 160_216;
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            byte[] name = new byte[1 + random.nextInt(40)];
            for (int at = 0; at < name.length; at++) {
                byte b = (byte) (1 + random.nextInt(255));
                name[at] = b == '/' ? (byte) 'x' : b;
            }
            Path file = NativeNames.resolve(folder, name);
            if (name[0] == '.' && name.length < 3) {
                continue;
            }
            Files.write(file, name);
            assertThat(NativeNames.name(file)).as("seed %d, name %d", seed, i).isEqualTo(name);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                assertThat(NativeNames.name(files.iterator().next()))
                        .as("seed %d, name %d on disk", seed, i)
                        .isEqualTo(name);
            }
            Files.delete(file);
        }
    }

    @Test
    void segmentsOfOddNamesStaySegments() throws IOException {
        byte[] relative = {'d', (byte) 0xFF, '/', 'f', (byte) 0xFE};
        Path file = NativeNames.resolve(folder, relative);
        Files.createDirectory(NativeNames.resolve(folder, new byte[] {'d', (byte) 0xFF}));
        Files.createFile(file);
        assertThat(NativeNames.name(file)).isEqualTo(new byte[] {'f', (byte) 0xFE});
    }

    @Test
    void aRootHasNoName() {
        assertThatIllegalArgumentException().isThrownBy(() -> NativeNames.name(Path.of("/")));
    }

    @Test
    @DisplayName("D-16 half a surrogate pair, which Windows allows in names, becomes bytes that are not UTF-8")
    void halvesOfSurrogatePairs() {
        assertThat(NameText.encode(NativeNames.bytesOfUtf16("a\uD83Db"))).isEqualTo("a␛ED␛A0␛BDb");
        assertThat(NameText.encode(NativeNames.bytesOfUtf16("\uDE00"))).isEqualTo("␛ED␛B8␛80");
        assertThat(NameText.encode(NativeNames.bytesOfUtf16("ü😀"))).isEqualTo("ü😀");
    }
}

package io.datasync.core.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.Property;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("AGT-11 what does not fit in memory lies on the local disk, and nothing of it stays")
final class ScratchSortTest {
    @TempDir
    private Path folder;

    private static final class Text implements ScratchForm<String> {
        @Override
        public void write(DataOutput out, String value) throws IOException {
            out.writeUTF(value);
        }

        @Override
        public String read(DataInput in) throws IOException {
            return in.readUTF();
        }
    }

    private ScratchSort<String> sort() {
        return new ScratchSort<>(folder, Comparator.naturalOrder(), new Text());
    }

    @Test
    @DisplayName("any number of values comes out in order, each as often as it went in")
    void sorts() {
        Property.holds(40, random -> {
            List<String> values = new ArrayList<>();
            int count = random.nextInt(3) == 0
                    ? random.nextInt(5) * ScratchSort.RUN + random.nextInt(3)
                    : random.nextInt(ScratchSort.RUN * 3);
            try (ScratchSort<String> sort = sort()) {
                for (int i = 0; i < count; i++) {
                    String value = Integer.toString(random.nextInt(20_000), 36);
                    values.add(value);
                    sort.add(value);
                }
                values.sort(Comparator.naturalOrder());
                List<String> taken = new ArrayList<>();
                for (String value = sort.next(); value != null; value = sort.next()) {
                    taken.add(value);
                }
                assertThat(taken).isEqualTo(values);
                assertThat(sort.next()).isNull();
                assertThatIllegalStateException().isThrownBy(() -> sort.add("too late"));
            }
            assertThat(folder).isEmptyDirectory();
        });
    }

    @Test
    @DisplayName("a disk that refuses is SCRATCH_IO, which may pass")
    void aDiskThatRefuses() throws Exception {
        Path file = Files.createFile(folder.resolve("no folder"));
        try (ScratchSort<String> sort = new ScratchSort<>(file, Comparator.naturalOrder(), new Text())) {
            for (int i = 0; i < ScratchSort.RUN; i++) {
                sort.add("value");
            }
            assertThatThrownBy(() -> sort.add("one more")).isInstanceOfSatisfying(SyncException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.SCRATCH_IO);
                assertThat(e.retryable()).isTrue();
            });
        }
    }

    @Test
    @DisplayName("a thread that is told to stop is not a disk that refuses")
    void interrupted() throws Exception {
        try (ScratchFile file = ScratchFile.in(folder)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> file.append().write(1)).isInstanceOfSatisfying(IOException.class, e -> assertThat(
                            ScratchFile.failure(e).code())
                    .isEqualTo(ErrorCode.INTERRUPTED));
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    @DisplayName("a file grows while it is read, and each reader has a place of its own")
    void aFileGrows() throws Exception {
        try (ScratchFile file = ScratchFile.in(folder)) {
            file.append().write(new byte[] {1, 2, 3});
            InputStream early = file.read(1, 5);
            assertThat(early.read()).isEqualTo(2);
            file.append().write(new byte[] {4, 5, 6});
            assertThat(early.readAllBytes()).containsExactly(3, 4, 5);
            assertThat(early.read(new byte[0])).isZero();
            assertThat(file.read(0, file.sizeBytes()).readAllBytes()).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(file.sizeBytes()).isEqualTo(6);
        }
    }

    @Test
    @DisplayName("what a killed process left is swept, and nothing else")
    void sweeping() throws Exception {
        ScratchFile.sweep(folder.resolve("not there"));
        Path other = Files.createFile(folder.resolve("notes.txt"));
        Files.createFile(folder.resolve("scratch-123.tmp"));
        ScratchFile.sweep(folder);
        assertThat(folder).isDirectoryContaining(other::equals);
        assertThat(folder.toFile().list()).hasSize(1);
    }
}

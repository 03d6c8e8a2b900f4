package io.datasync.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.scan.SourceTree;
import io.datasync.core.store.StagedFile;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** D-5: a small file that is read back is compared with what was read, byte for byte. */
final class SourceReaderTest {
    private static final int RANGE = 4 << 10;

    @TempDir
    Path directory;

    private final SourceReader reader = new SourceReader(new NoSource(), () -> false);

    private record NoSource() implements SourceTree {
        @Override
        public Optional<SourceEntry> stat(RelativePath path) {
            return Optional.empty();
        }

        @Override
        public SeekableByteChannel open(RelativePath path) throws SyncException {
            throw new IllegalStateException("Nothing is opened");
        }
    }

    /** Takes what it is given and keeps nothing. */
    private record Nowhere() implements StagedFile {
        @Override
        public void write(ByteBuffer bytes) {
            bytes.position(bytes.limit());
        }

        @Override
        public void finish() {}

        @Override
        public long sentBytes() {
            return 0;
        }

        @Override
        public void close() {}
    }

    private SourceEntry copied(byte[] content) throws Exception {
        Path file = Files.write(directory.resolve("file"), content);
        SourceEntry entry = SourceEntry.file(RelativePath.known("file"), content.length, 0);
        reader.sizeBuffer(content.length, RANGE);
        try (FileChannel channel = FileChannel.open(file)) {
            assertThat(reader.copy(entry, channel, new Nowhere())).isPresent();
        }
        return entry;
    }

    private boolean isEqual(SourceEntry entry, byte[] there) throws Exception {
        return reader.isEqual(entry, new ByteArrayInputStream(there));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, RANGE})
    @DisplayName("D-5 every other byte is noticed, also one too many or too few")
    void everyByte(int size) throws Exception {
        byte[] content = new byte[size];
        new Random(7).nextBytes(content);
        copied(new byte[RANGE]);
        SourceEntry entry = copied(content);
        assertThat(reader.holdsAll(entry)).isTrue();
        assertThat(isEqual(entry, content)).isTrue();
        assertThat(isEqual(entry, Arrays.copyOf(content, size + 1))).isFalse();
        if (size > 0) {
            assertThat(isEqual(entry, Arrays.copyOf(content, size - 1))).isFalse();
        }
        for (int at = 0; at < size; at++) {
            content[at] ^= 64;
            assertThat(isEqual(entry, content)).as("byte %d", at).isFalse();
            content[at] ^= 64;
        }
    }

    @Test
    @DisplayName("D-5 of a file that is larger than a range the buffer does not hold all")
    void larger() throws Exception {
        assertThat(reader.holdsAll(copied(new byte[RANGE + 1]))).isFalse();
    }
}

package io.datasync.testkit.store;

import static io.datasync.testkit.store.StoreSteps.assertFails;
import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.put;
import static io.datasync.testkit.store.StoredContent.read;
import static io.datasync.testkit.store.StoredContent.readStaged;
import static io.datasync.testkit.store.StoredContent.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StagedFile;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoredFile;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Staging: what is written and not yet published. */
interface StagingContract extends StoreSteps {
    @Test
    @DisplayName("What is staged is read back as it was written")
    default void whatIsStagedIsReadBack() throws Exception {
        ArchiveStore store = created();
        byte[] content = new byte[2 * store.capabilities().rangeMaxBytes() + 17];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) ((i * 31) >> 3);
        }
        stage(store, STAGED, content);
        assertThat(readStaged(store, STAGED)).isEqualTo(content);
        assertThat(readStaged(open(), STAGED)).isEqualTo(content);
    }

    @Test
    @DisplayName("Writing leaves nothing in the buffer, and takes the part that remains in it")
    default void writingTakesWhatRemains() throws Exception {
        ArchiveStore store = created();
        ByteBuffer buffer = ByteBuffer.allocateDirect(10);
        buffer.put(bytes("..wanted..")).position(2).limit(8);
        try (StagedFile file = store.stage(STAGED, 6)) {
            file.write(buffer);
            file.finish();
        }
        assertThat(buffer.remaining()).isZero();
        assertThat(readStaged(store, STAGED)).isEqualTo(bytes("wanted"));
    }

    @Test
    @DisplayName("An empty file is a file")
    default void anEmptyFileIsAFile() throws Exception {
        ArchiveStore store = publishing();
        put(store, PATH, new byte[0], TICKS);
        assertThat(store.find(PATH)).map(StoredFile::sizeBytes).contains(0L);
        assertThat(read(store, PATH)).isEmpty();
    }

    @Test
    @DisplayName("Fewer or more bytes than announced are a bug")
    default void otherThanTheAnnouncedBytesAreABug() throws Exception {
        ArchiveStore store = created();
        try (StagedFile file = store.stage(STAGED, 3)) {
            file.write(ByteBuffer.wrap(bytes("ab")));
            assertThatIllegalStateException().isThrownBy(file::finish);
            assertThatIllegalStateException().isThrownBy(() -> file.write(ByteBuffer.wrap(bytes("cd"))));
        }
    }

    @Test
    @DisplayName("Staging again replaces what an earlier attempt left")
    default void stagingAgainReplaces() throws Exception {
        ArchiveStore store = created();
        StagedFile abandoned = store.stage(STAGED, 100);
        abandoned.write(ByteBuffer.wrap(bytes("a longer first attempt")));
        abandoned.close();
        stage(store, STAGED, bytes("second"));
        assertThat(readStaged(store, STAGED)).isEqualTo(bytes("second"));
        assertThat(store.staged(10)).containsExactly(STAGED);
    }

    @Test
    @DisplayName("A staged file that was closed unfinished is listed, and can be discarded")
    default void anUnfinishedFileCanBeDiscarded() throws Exception {
        ArchiveStore store = created();
        store.stage(STAGED, 100).close();
        assertThat(open().staged(10)).containsExactly(STAGED);
        store.discard(STAGED);
        store.discard(STAGED);
        assertThat(store.staged(10)).isEmpty();
        assertFails(ErrorCode.NAME_MISSING, () -> store.openStaged(STAGED));
    }

    @Test
    @DisplayName("I-11 no more staged names are given than were asked for")
    default void stagedNamesAreBounded() throws Exception {
        ArchiveStore store = created();
        for (int i = 0; i < 5; i++) {
            stage(store, new StagingName("pc1-run1-" + i), bytes("x"));
        }
        assertThat(store.staged(3)).hasSize(3).doesNotHaveDuplicates();
        assertThat(store.staged(100)).hasSize(5);
    }
}

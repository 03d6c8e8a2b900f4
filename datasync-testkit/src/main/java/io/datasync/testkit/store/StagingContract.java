package io.datasync.testkit.store;

import static io.datasync.testkit.store.StoreSteps.assertFails;
import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.facts;
import static io.datasync.testkit.store.StoredContent.put;
import static io.datasync.testkit.store.StoredContent.read;
import static io.datasync.testkit.store.StoredContent.readStaged;
import static io.datasync.testkit.store.StoredContent.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StagedFile;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoredFile;
import java.nio.ByteBuffer;
import java.util.List;
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

    @Test
    @DisplayName("D-14 resuming what is not there begins it")
    default void resumingNothingBegins() throws Exception {
        ArchiveStore store = created();
        byte[] content = bytes("some content");
        assertThat(resumed(store, STAGED, content)).isEqualTo(content.length);
        assertThat(readStaged(open(), STAGED)).isEqualTo(content);
    }

    @Test
    @DisplayName(
            "D-14 of a file that was cut, only what is missing or differs is sent; the file is the one that was written")
    default void onlyWhatDiffersIsSent() throws Exception {
        ArchiveStore store = created();
        int range = store.capabilities().rangeMaxBytes();
        byte[] content = new byte[5 * range + 17];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) ((i * 31) >> 3);
        }
        byte[] other = content.clone();
        other[2 * range + 3] ^= 1;
        StagedFile cut = store.stage(STAGED, content.length);
        for (int i = 0; i < 4; i++) {
            cut.write(ByteBuffer.wrap(other, i * range, range));
        }
        assertThat(cut.sentBytes()).isEqualTo(4L * range);
        cut.close();
        long sent = resumed(open(), STAGED, content);
        assertThat(readStaged(store, STAGED)).isEqualTo(content);
        assertThat(sent).isEqualTo(store.capabilities().resumes() ? 2L * range + 17 : content.length);
        assertThat(resumed(open(), STAGED, content))
                .isEqualTo(store.capabilities().resumes() ? 0 : content.length);
        assertThat(readStaged(store, STAGED)).isEqualTo(content);
        assertThat(store.staged(10)).containsExactly(STAGED);
    }

    @Test
    @DisplayName("D-14 a file of another length is what was written in the end, whatever was left")
    default void whatIsLeftMayHaveAnotherLength() throws Exception {
        ArchiveStore store = created();
        stage(store, STAGED, bytes("a longer first attempt"));
        for (String content : List.of("a longer", "a longer second attempt", "", "x")) {
            resumed(open(), STAGED, bytes(content));
            assertThat(readStaged(store, STAGED)).isEqualTo(bytes(content));
        }
    }

    @Test
    @DisplayName("D-14, I-2 what was published is never written to by resuming what it was staged as")
    default void resumingDoesNotTouchWhatIsPublished() throws Exception {
        ArchiveStore store = publishing();
        stage(store, STAGED, bytes("published"));
        store.publish(STAGED, PATH, facts(bytes("published"), TICKS));
        resumed(store, STAGED, bytes("something"));
        assertThat(read(store, PATH)).isEqualTo(bytes("published"));
        store.publish(STAGED, RelativePath.known("other"), facts(bytes("something"), TICKS));
        assertThat(read(open(), RelativePath.known("other"))).isEqualTo(bytes("something"));
    }

    private static long resumed(ArchiveStore store, StagingName name, byte[] content) throws SyncException {
        try (StagedFile file = store.resume(name, content.length)) {
            int most = store.capabilities().rangeMaxBytes();
            for (int at = 0; at < content.length; at += most) {
                file.write(ByteBuffer.wrap(content, at, Math.min(most, content.length - at)));
            }
            file.finish();
            return file.sentBytes();
        }
    }
}

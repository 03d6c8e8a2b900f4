package io.datasync.testkit.transfer;

import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.digest;
import static io.datasync.testkit.store.StoredContent.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.FailureScope;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.StoredFile;
import io.datasync.core.transfer.UploadOutcome.Failed;
import io.datasync.core.transfer.UploadOutcome.StillChanging;
import io.datasync.core.transfer.UploadOutcome.Vanished;
import io.datasync.core.transfer.UploadOutcome.Verified;
import io.datasync.core.transfer.publish.Publication;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.store.ArchiveStoreContract;
import io.datasync.testkit.store.fault.FaultyStore;
import io.datasync.testkit.store.fault.StoreMethod;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploaderTest extends OneUpload {
    @Test
    @DisplayName("I-1 a new file is verified: its fact, its bytes, its time")
    void aNewFileIsVerified() throws Exception {
        SourceEntry entry = source.put(PATH, bytes("content"), TICKS);
        assertThat(upload(entry))
                .isEqualTo(new Verified(new Fact(entry, digest(bytes("content")), NOW), 7, Publication.NEW));
        StoredFile file = store.find(PATH).orElseThrow();
        assertThat(file.ticks()).isEqualTo(TICKS);
        assertThat(file.digest()).contains(digest(bytes("content")));
        assertThat(read(store, PATH)).isEqualTo(bytes("content"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 4097, 262_143, 262_144, 262_145, 1_000_000})
    @DisplayName("I-1 files of every size arrive whole, in ranges of one buffer")
    void everySizeArrivesWhole(int size) throws Exception {
        SourceEntry entry = source.put(PATH, pattern(size), TICKS);
        assertThat(verified(entry).bytesSent()).isEqualTo(size);
        assertThat(read(store, PATH)).isEqualTo(pattern(size));
    }

    @Test
    @DisplayName("D-15 an empty folder is made, and its fact has the digest of nothing")
    void aFolderIsMade() {
        Verified folder = verified(SourceEntry.folder(RelativePath.known("empty")));
        assertThat(folder.fact().digest()).isEqualTo(Digest.OF_NOTHING);
        assertThat(folder.bytesSent()).isZero();
        assertThat(store.calls()).contains(StoreMethod.MAKE_FOLDER);
    }

    @Test
    @DisplayName("CORE-2 a file that is not what the scan found is not even begun")
    void aFileThatGrewSinceTheScanWaits() {
        SourceEntry scanned = source.put(PATH, bytes("content"), TICKS);
        source.put(PATH, bytes("content and more"), TICKS + 1);
        assertThat(upload(scanned)).isEqualTo(new StillChanging(scanned));
        assertThat(store.calls()).doesNotContain(StoreMethod.STAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grown", "shorter", "new time", "exchanged"})
    @DisplayName("I-1, CORE-2 a file that changes while it is read does not count, and nothing of it is published")
    void aFileThatChangesWhileReadDoesNotCount(String how) throws Exception {
        byte[] content = pattern(600_000);
        SourceEntry entry = source.put(PATH, content, TICKS);
        source.whenRead(PATH, 300_000, () -> {
            switch (how) {
                case "grown" -> source.overwrite(PATH, Arrays.copyOf(content, 700_000), TICKS);
                case "shorter" -> source.overwrite(PATH, Arrays.copyOf(content, 400_000), TICKS);
                case "new time" -> source.overwrite(PATH, pattern(600_000), TICKS + 1);
                case "exchanged" -> source.put(PATH, bytes("another file"), TICKS);
                default -> throw new IllegalArgumentException(how);
            }
        });
        assertThat(upload(entry)).isEqualTo(new StillChanging(entry));
        assertNothingPublished();
    }

    @Test
    @DisplayName("CORE-10 a file that was purged before it was opened vanished")
    void aPurgedFileVanished() throws Exception {
        SourceEntry entry = source.put(PATH, bytes("content"), TICKS);
        source.purge(PATH);
        assertThat(upload(entry)).isEqualTo(new Vanished(entry));
        assertNothingPublished();
    }

    @Test
    @DisplayName("I-1 a file that is purged while it is read is archived, for a second reading gives the same bytes")
    void aFilePurgedWhileReadIsSaved() throws Exception {
        byte[] content = pattern(600_000);
        SourceEntry entry = source.put(PATH, content, TICKS);
        source.whenRead(PATH, 300_000, () -> source.purge(PATH));
        assertThat(verified(entry).fact().digest()).isEqualTo(digest(content));
        assertThat(read(store, PATH)).isEqualTo(content);
    }

    @Test
    @DisplayName("I-1 a file that was overwritten and then purged while it was read is not archived")
    void aFileOverwrittenAndPurgedIsNotSaved() throws Exception {
        byte[] content = pattern(600_000);
        SourceEntry entry = source.put(PATH, content, TICKS);
        source.whenRead(PATH, 300_000, () -> {
            source.overwrite(PATH, new byte[600_000], TICKS);
            source.purge(PATH);
        });
        assertThat(upload(entry)).isEqualTo(new Vanished(entry));
        assertNothingPublished();
    }

    @Test
    @DisplayName("D-2 a source that is gone after the reading is a failure of the source, not a vanished file")
    void aSourceThatIsGoneIsNoVanishedFile() throws Exception {
        SourceEntry entry = source.put(PATH, bytes("content"), TICKS);
        source.whenRead(PATH, 0, () -> source.setAway(true));
        Failed failed = failed(entry);
        assertThat(failed.why().code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
        assertThat(failed.scope()).isEqualTo(FailureScope.SOURCE);
        assertNothingPublished();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 256 << 10, (256 << 10) + 1})
    @DisplayName("CORE-6, D-5 a bit that turned in staging, or on the way back, is found in files of every size")
    void aTurnedBitIsFoundWhenReadBack(int size) throws Exception {
        for (StoreMethod method : List.of(StoreMethod.WRITE, StoreMethod.OPEN_STAGED)) {
            SourceEntry entry = source.put(PATH, pattern(size), TICKS);
            store.queue(method, new Verdict.FlippedBit());
            assertThat(failed(entry).why().code()).as(method.name()).isEqualTo(ErrorCode.CONTENT_DIFFERS);
            assertNothingPublished();
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"LIKE_A_DIRECTORY", "LIKE_A_SHARE"},
            value = Places.class)
    @DisplayName("CORE-6, D-5 a bit that is turned on its way is found, and never sent again silently")
    void aTurnedBitIsFound(Places place) throws Exception {
        store = new FaultyStore(place.at(Path.of("unused"), step -> {}).get());
        store.create(ArchiveStoreContract.MARKER);
        SourceEntry entry = source.put(PATH, pattern(600_000), TICKS);
        store.queue(StoreMethod.WRITE, new Verdict.FlippedBit());
        Failed failed = failed(entry);
        assertThat(failed.why().code()).isEqualTo(ErrorCode.CONTENT_DIFFERS);
        assertThat(failed.scope()).isEqualTo(FailureScope.FILE);
        assertThat(store.calls().stream().filter(call -> call == StoreMethod.STAGE))
                .hasSize(1);
        assertNothingPublished();
        assertThat(store.staged(10)).isEmpty();
    }
}

package io.datasync.testkit.store;

import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.digest;
import static io.datasync.testkit.store.StoredContent.facts;
import static io.datasync.testkit.store.StoredContent.put;
import static io.datasync.testkit.store.StoredContent.read;
import static io.datasync.testkit.store.StoredContent.readStaged;
import static io.datasync.testkit.store.StoredContent.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.StagedFile;
import io.datasync.core.store.VersionName;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.core.store.directory.DirectoryStep;
import io.datasync.core.store.directory.DirectoryStore;
import io.datasync.testkit.fault.SimulatedCrash;
import java.nio.ByteBuffer;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Steps of a directory store that were cut")
class CutStepsTest extends OneArchive {
    @Test
    @DisplayName("D-6 a publish that was cut between its two steps is finished by repeating it")
    void aCutPublishIsFinishedByRepeating() throws Exception {
        DirectoryStore store = created();
        stage(store, STAGED, bytes("content"));
        cut(() -> created(cutAt(DirectoryStep.PUBLISHED)).publish(STAGED, PATH, facts(bytes("content"), TICKS)));
        assertThat(store.staged(10)).containsExactly(STAGED);
        store.publish(STAGED, PATH, facts(bytes("content"), TICKS));
        assertThat(store.staged(10)).isEmpty();
        assertThat(read(store, PATH)).isEqualTo(bytes("content"));
    }

    @Test
    @DisplayName("I-2 staging again under the name of a cut publish does not touch what was published")
    void stagingAgainDoesNotTouchWhatWasPublished() throws Exception {
        DirectoryStore store = created();
        stage(store, STAGED, bytes("content"));
        cut(() -> created(cutAt(DirectoryStep.PUBLISHED)).publish(STAGED, PATH, facts(bytes("content"), TICKS)));
        stage(store, STAGED, bytes("something else"));
        assertThat(read(store, PATH)).isEqualTo(bytes("content"));
        store.discard(STAGED);
        assertThat(read(store, PATH)).isEqualTo(bytes("content"));
        assertThat(store.find(PATH).orElseThrow().ticks()).isEqualTo(TICKS);
    }

    @Test
    @DisplayName("D-6 a retire that was cut between its two steps is finished by repeating it")
    void aCutRetireIsFinishedByRepeating() throws Exception {
        DirectoryStore store = created();
        put(store, PATH, bytes("content"), TICKS);
        VersionName version = new VersionName(TICKS, digest(bytes("content")));
        cut(() -> created(cutAt(DirectoryStep.RETIRED)).retire(PATH, version));
        assertThat(store.find(PATH)).isPresent();
        store.retire(PATH, version);
        assertThat(store.find(PATH)).isEmpty();
        assertThat(store.findVersion(PATH, version)).isPresent();
    }

    @Test
    @DisplayName(
            "D-14, I-2 a publish that was cut leaves a second name of the published file, and resuming that begins another file")
    void resumingASecondNameBeginsAnotherFile() throws Exception {
        DirectoryStore store = created();
        stage(store, STAGED, bytes("published"));
        cut(() -> created(cutAt(DirectoryStep.PUBLISHED)).publish(STAGED, PATH, facts(bytes("published"), TICKS)));
        try (StagedFile file = store.resume(STAGED, 9)) {
            file.write(ByteBuffer.wrap(bytes("otherwise")));
            file.finish();
            assertThat(file.sentBytes()).isEqualTo(9);
        }
        assertThat(read(store, PATH)).isEqualTo(bytes("published"));
        assertThat(readStaged(store, STAGED)).isEqualTo(bytes("otherwise"));
    }

    @Test
    @DisplayName("A control file that was cut while written has its old content, and what is left of it is discarded")
    void aCutControlFileKeepsItsOldContent() throws Exception {
        DirectoryStore store = created();
        ControlName intent = ControlName.intentOf(STAGED);
        store.writeControl(ControlName.EPOCH, bytes("1"));
        cut(() -> created(cutAt(DirectoryStep.CONTROL_WRITTEN)).writeControl(ControlName.EPOCH, bytes("2")));
        cut(() -> created(cutAt(DirectoryStep.CONTROL_WRITTEN)).writeControl(intent, bytes("{}")));
        assertThat(store.control(ControlName.EPOCH)).contains(bytes("1"));
        assertThat(store.intents(10)).isEmpty();
        assertThat(store.staged(10)).containsExactly(STAGED);
        store.discard(STAGED);
        assertThat(root.resolve(".datasync/staging")).isEmptyDirectory();
        cut(() -> created(cutAt(DirectoryStep.CONTROL_WRITTEN)).writeControl(intent, bytes("{}")));
        store.writeControl(intent, bytes("{2}"));
        assertThat(store.control(intent)).contains(bytes("{2}"));
    }

    @Test
    @DisplayName("D-6 an archive whose making was cut is none, and is made by repeating it")
    void aCutCreateIsRepeated() throws Exception {
        for (DirectoryStep step : List.of(DirectoryStep.FOLDERS_MADE, DirectoryStep.CONTROL_WRITTEN)) {
            root = place.resolve("archive-" + step);
            cut(() -> created(cutAt(step)));
            DirectoryStore store = DirectoryStore.at(root, DirectoryOptions.DEFAULTS);
            assertFails(ErrorCode.SHARE_MISSING, store::marker);
            store.create(ArchiveStoreContract.MARKER);
            put(store, PATH, bytes("content"), TICKS);
        }
    }

    private DirectoryOptions cutAt(DirectoryStep where) {
        return DirectoryOptions.DEFAULTS.withSteps(step -> {
            if (step == where) {
                throw new SimulatedCrash("after " + step);
            }
        });
    }

    private static void cut(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(SimulatedCrash.class);
    }
}

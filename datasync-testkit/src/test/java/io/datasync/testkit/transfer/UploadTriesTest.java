package io.datasync.testkit.transfer;

import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.digest;
import static io.datasync.testkit.store.StoredContent.put;
import static io.datasync.testkit.store.StoredContent.read;
import static io.datasync.testkit.store.StoredContent.readVersion;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.FailureScope;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.VersionName;
import io.datasync.core.transfer.MachineIds;
import io.datasync.core.transfer.Recovery;
import io.datasync.core.transfer.TransferSettings;
import io.datasync.core.transfer.UploadOutcome.Failed;
import io.datasync.testkit.fault.Part;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.store.fault.StoreMethod;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Uploads that fail, for a while or for good")
class UploadTriesTest extends OneUpload {
    @Test
    @DisplayName("CORE-2, RUN-8 a locked file fails alone, with its reason, after bounded tries")
    void aLockedFileFails() {
        SourceEntry entry = source.put(PATH, bytes("content"), TICKS);
        source.refuse(PATH, ErrorCode.FILE_UNREADABLE);
        Failed failed = failed(entry);
        assertThat(failed.why().code()).isEqualTo(ErrorCode.FILE_UNREADABLE);
        assertThat(failed.scope()).isEqualTo(FailureScope.FILE);
    }

    @ParameterizedTest
    @EnumSource(
            value = StoreMethod.class,
            names = {
                "STAGE",
                "WRITE",
                "FINISH",
                "OPEN_STAGED",
                "PUBLISH",
                "FIND",
                "OPEN",
                "RETIRE",
                "WRITE_CONTROL",
                "REMOVE_CONTROL"
            })
    @DisplayName("I-12 a lost answer, or a failure that passes, costs another try and nothing else")
    void aPassingFailureCostsAnotherTry(StoreMethod method) throws Exception {
        for (Verdict fault : List.of(
                Verdict.answerLost(Part.STORE),
                Verdict.fails(ErrorCode.SHARE_IO),
                Verdict.fails(ErrorCode.OUTCOME_UNKNOWN))) {
            RelativePath path = RelativePath.known(method + "/" + fault.hashCode());
            put(store, path, bytes("old content"), TICKS);
            store.queue(method, fault);
            // Without a promised digest to compare, OPEN is needed too.
            verified(
                    source.put(path, bytes("new content"), TICKS + 1), TransferSettings.DEFAULTS.withoutLookingFirst());
            verified(source.put(path, bytes("new content"), TICKS + 1));
            assertThat(read(store, path)).isEqualTo(bytes("new content"));
            assertThat(readVersion(store, path, new VersionName(TICKS, digest(bytes("old content")))))
                    .isEqualTo(bytes("old content"));
            new Recovery(store, MachineIds.of("pc1"), TransferSettings.DEFAULTS, clock).run();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"SHARE_FULL", "SHARE_UNREACHABLE", "SHARE_AUTH", "SHARE_MISSING", "SHARE_FOREIGN"})
    @DisplayName("What concerns the whole share is said at once, and is not tried again for this file")
    void aFailureOfTheShareIsSaid(ErrorCode code) throws Exception {
        store.queue(StoreMethod.STAGE, Verdict.fails(code));
        Failed failed = failed(source.put(PATH, bytes("content"), TICKS));
        assertThat(failed.why().code()).isEqualTo(code);
        assertThat(failed.scope()).isEqualTo(FailureScope.SHARE);
        assertThat(store.calls().stream().filter(call -> call == StoreMethod.STAGE))
                .hasSize(1);
        assertNothingPublished();
    }

    @Test
    @DisplayName("A share that is full in the middle of a file keeps nothing of it")
    void aFullShareKeepsNothing() throws Exception {
        store.fullAfter(300_000);
        Failed failed = failed(source.put(PATH, pattern(600_000), TICKS));
        assertThat(failed.why().code()).isEqualTo(ErrorCode.SHARE_FULL);
        assertNothingPublished();
    }

    @Test
    @DisplayName("RUN-8 a file that never works ends after bounded tries")
    void triesAreBounded() {
        for (int i = 0; i < 10; i++) {
            store.queue(StoreMethod.PUBLISH, Verdict.fails(ErrorCode.SHARE_IO));
        }
        Failed failed = failed(source.put(PATH, bytes("content"), TICKS));
        assertThat(failed.why().code()).isEqualTo(ErrorCode.SHARE_IO);
        assertThat(store.calls().stream().filter(call -> call == StoreMethod.PUBLISH))
                .hasSize(TransferSettings.DEFAULTS.triesMax());
    }

    @Test
    @DisplayName("An interrupt stops an upload, leaves nothing, and is no fault of the file")
    void anInterruptStopsAnUpload() throws Exception {
        SourceEntry entry = source.put(PATH, pattern(600_000), TICKS);
        source.whenRead(PATH, 300_000, () -> Thread.currentThread().interrupt());
        Failed failed = failed(entry);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failed.scope()).isEqualTo(FailureScope.STOP);
        new Recovery(store, MachineIds.of("pc1"), TransferSettings.DEFAULTS, clock).run();
        assertNothingPublished();
    }
}

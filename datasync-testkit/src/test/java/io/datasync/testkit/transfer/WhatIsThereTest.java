package io.datasync.testkit.transfer;

import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.digest;
import static io.datasync.testkit.store.StoredContent.list;
import static io.datasync.testkit.store.StoredContent.put;
import static io.datasync.testkit.store.StoredContent.read;
import static io.datasync.testkit.store.StoredContent.readVersion;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.VersionName;
import io.datasync.core.transfer.TransferSettings;
import io.datasync.core.transfer.UploadOutcome.Failed;
import io.datasync.core.transfer.UploadOutcome.StillChanging;
import io.datasync.core.transfer.UploadOutcome.Verified;
import io.datasync.core.transfer.publish.Publication;
import io.datasync.testkit.store.ArchiveStoreContract;
import io.datasync.testkit.store.fault.FaultyStore;
import io.datasync.testkit.store.fault.StoreMethod;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Uploads to a name that the share has already")
class WhatIsThereTest extends OneUpload {
    @Test
    @DisplayName("D-6 what is there already is adopted: nothing is sent")
    void whatIsThereIsAdopted() throws Exception {
        put(store, PATH, bytes("content"), TICKS);
        int before = store.calls().size();
        SourceEntry entry = source.put(PATH, bytes("content"), TICKS + 5);
        Verified adopted = verified(entry);
        assertThat(adopted.publication()).isEqualTo(Publication.ADOPTED);
        assertThat(adopted.bytesSent()).isZero();
        assertThat(adopted.fact()).isEqualTo(new Fact(entry, digest(bytes("content")), NOW));
        assertThat(store.calls().subList(before, store.calls().size()))
                .containsExactly(StoreMethod.FIND, StoreMethod.OPEN);
    }

    @Test
    @DisplayName("D-6 what is there already is adopted also when it is found only at publishing")
    void whatIsFoundAtPublishingIsAdopted() throws Exception {
        put(store, PATH, bytes("content"), TICKS);
        SourceEntry entry = source.put(PATH, bytes("content"), TICKS);
        Verified adopted = verified(entry, TransferSettings.DEFAULTS.withoutLookingFirst());
        assertThat(adopted.publication()).isEqualTo(Publication.ADOPTED);
        assertThat(list(store)).containsOnlyKeys(PATH);
    }

    @Test
    @DisplayName("I-1 what is there already is not adopted when the file changes while it is compared")
    void aFileThatChangesWhileComparedIsNotAdopted() throws Exception {
        byte[] content = pattern(600_000);
        put(store, PATH, content, TICKS);
        SourceEntry entry = source.put(PATH, content, TICKS);
        source.whenRead(PATH, 300_000, () -> source.overwrite(PATH, content, TICKS + 1));
        assertThat(upload(entry)).isEqualTo(new StillChanging(entry));
        assertThat(store.calls()).as("it was compared").contains(StoreMethod.OPEN);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "I-1, D-5 a promised digest is no proof: a damaged file is kept as a version and replaced by the good one")
    void aDamagedFileIsNotAdopted(boolean lookFirst) throws Exception {
        put(store, PATH, bytes("content"), TICKS);
        directory.damage(PATH);
        byte[] damaged = read(store, PATH);
        SourceEntry entry = source.put(PATH, bytes("content"), TICKS);
        TransferSettings settings =
                lookFirst ? TransferSettings.DEFAULTS : TransferSettings.DEFAULTS.withoutLookingFirst();
        assertThat(verified(entry, settings).publication()).isEqualTo(Publication.REPAIRED);
        assertThat(read(store, PATH)).isEqualTo(bytes("content"));
        assertThat(readVersion(store, PATH, new VersionName(TICKS, digest(damaged))))
                .isEqualTo(damaged);
    }

    @ParameterizedTest
    @EnumSource(Places.class)
    @DisplayName("CORE-11, I-2 changed content becomes the current version, and the old one is kept")
    void changedContentBecomesAVersion(Places place, @TempDir Path folder) throws Exception {
        store = new FaultyStore(place.at(folder, step -> {}).get());
        store.create(ArchiveStoreContract.MARKER);
        for (String content : List.of("first", "secnd", "third one")) {
            verified(source.put(PATH, bytes(content), TICKS + content.length()));
        }
        assertThat(read(store, PATH)).isEqualTo(bytes("third one"));
        assertThat(store.find(PATH).orElseThrow().ticks()).isEqualTo(TICKS + 9);
        assertThat(readVersion(store, PATH, new VersionName(TICKS + 5, digest(bytes("first")))))
                .isEqualTo(bytes("first"));
        assertThat(readVersion(store, PATH, new VersionName(TICKS + 5, digest(bytes("secnd")))))
                .isEqualTo(bytes("secnd"));
        assertThat(store.intents(10)).isEmpty();
        assertThat(store.staged(10)).isEmpty();
    }

    @Test
    @DisplayName("I-2 a file that goes back and forth between two contents and times keeps each of them")
    void contentThatComesBackIsKeptEachTime() throws Exception {
        for (int i = 0; i < 6; i++) {
            String content = i % 2 == 0 ? "one" : "two";
            verified(source.put(PATH, bytes(content), TICKS));
            assertThat(read(store, PATH)).isEqualTo(bytes(content));
        }
        for (int i = 0; i < 2; i++) {
            assertThat(readVersion(store, PATH, new VersionName(TICKS + i, digest(bytes("one")))))
                    .isEqualTo(bytes("one"));
            assertThat(readVersion(store, PATH, new VersionName(TICKS + i, digest(bytes("two")))))
                    .isEqualTo(bytes("two"));
        }
    }

    @Test
    @DisplayName(
            "D-6 a folder that has the file's name and holds a file is not replaced: the new file fails and says so")
    void aFolderOfThatNameIsNotReplaced() throws Exception {
        put(store, RelativePath.known(PATH.text() + "/archived"), bytes("archived"), TICKS);
        Failed failed = failed(source.put(PATH, bytes("content"), TICKS));
        assertThat(failed.why().code()).isEqualTo(ErrorCode.NAME_EXISTS);
        assertThat(failed.why().retryable()).isFalse();
    }
}

package io.datasync.testkit.transfer;

import static io.datasync.testkit.store.StoredContent.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.RelativePath;
import io.datasync.core.transfer.StagingNames;
import io.datasync.core.transfer.TransferSettings;
import io.datasync.core.transfer.UploadOutcome;
import io.datasync.core.transfer.UploadOutcome.Failed;
import io.datasync.core.transfer.UploadOutcome.Verified;
import io.datasync.core.transfer.Uploader;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.source.InMemorySource;
import io.datasync.testkit.store.ArchiveStoreContract;
import io.datasync.testkit.store.fault.FaultyStore;
import io.datasync.testkit.store.memory.InMemoryShare;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A share, a source with one file, and an upload of it. */
abstract class OneUpload {
    static final RelativePath PATH = RelativePath.known("2026-04-23/part-0042.csv");
    static final long TICKS = Ticks.of(Instant.parse("2026-04-23T10:15:30.1234567Z"));
    static final Instant NOW = Instant.parse("2026-04-23T12:00:00Z");

    final InMemoryShare directory = InMemoryShare.likeADirectory();
    final InMemorySource source = new InMemorySource();
    final MovableClock clock = MovableClock.at(NOW);
    FaultyStore store = new FaultyStore(directory.open());

    @BeforeEach
    void createTheArchive() throws SyncException {
        store.create(ArchiveStoreContract.MARKER);
    }

    @AfterEach
    void nothingIsLeftBehind() throws SyncException {
        source.assertNothingOpen();
        directory.assertNothingOpen();
        assertThat(directory.open().staged(10)).isEmpty();
        assertThat(directory.open().intents(10)).isEmpty();
    }

    UploadOutcome upload(SourceEntry entry) {
        return upload(entry, TransferSettings.DEFAULTS);
    }

    UploadOutcome upload(SourceEntry entry, TransferSettings settings) {
        StagingNames names = new StagingNames("pc1", new RunId("run-1"), clock);
        return new Uploader(store, source, names, settings, clock).upload(entry);
    }

    Verified verified(SourceEntry entry) {
        return verified(entry, TransferSettings.DEFAULTS);
    }

    Verified verified(SourceEntry entry, TransferSettings settings) {
        UploadOutcome outcome = upload(entry, settings);
        assertThat(outcome).isInstanceOf(Verified.class);
        return (Verified) outcome;
    }

    Failed failed(SourceEntry entry) {
        UploadOutcome outcome = upload(entry);
        assertThat(outcome).isInstanceOf(Failed.class);
        return (Failed) outcome;
    }

    void assertNothingPublished() throws SyncException {
        assertThat(list(store)).isEmpty();
    }

    static byte[] pattern(int size) {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = (byte) (i % 251);
        }
        return content;
    }
}

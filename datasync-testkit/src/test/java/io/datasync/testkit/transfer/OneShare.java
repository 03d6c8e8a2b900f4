package io.datasync.testkit.transfer;

import static io.datasync.testkit.store.StoredContent.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.transfer.EntryFeed;
import io.datasync.core.transfer.StagingNames;
import io.datasync.core.transfer.TransferSettings;
import io.datasync.core.transfer.UploadOutcome;
import io.datasync.core.transfer.UploadOutcome.Verified;
import io.datasync.core.transfer.Uploads;
import io.datasync.core.transfer.UploadsEnd;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.source.InMemorySource;
import io.datasync.testkit.store.ArchiveStoreContract;
import io.datasync.testkit.store.fault.FaultyStore;
import io.datasync.testkit.store.memory.InMemoryShare;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A share, a source, and what the sink was handed. */
abstract class OneShare {
    final InMemoryShare share = InMemoryShare.likeADirectory();
    final FaultyStore store = new FaultyStore(share.open());
    final InMemorySource source = new InMemorySource();
    final MovableClock clock = MovableClock.at("2026-04-23T12:00:00Z");
    final List<List<UploadOutcome>> batches = new ArrayList<>();

    @BeforeEach
    void createTheArchive() throws SyncException {
        store.create(ArchiveStoreContract.MARKER);
    }

    @AfterEach
    void nothingIsLeftBehind() {
        source.assertNothingOpen();
        share.assertNothingOpen();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("datasync-upload"));
    }

    List<SourceEntry> files(int count) {
        for (int i = 0; i < count; i++) {
            source.put(RelativePath.known("day-" + i % 7 + "/file-" + i), bytes("content " + i), 10_000_000L + i);
        }
        return source.entries();
    }

    static EntryFeed feed(List<SourceEntry> entries) {
        Iterator<SourceEntry> each = entries.iterator();
        return () -> each.hasNext() ? Optional.of(each.next()) : Optional.empty();
    }

    Uploads uploads(TransferSettings settings) {
        return new Uploads(store, source, new StagingNames("pc1", new RunId("run-1"), clock), settings, clock);
    }

    UploadsEnd run(TransferSettings settings, List<SourceEntry> entries) throws SyncException {
        return uploads(settings).run(feed(entries), batches::add, () -> false);
    }

    static TransferSettings threads(int threads) {
        return TransferSettings.DEFAULTS.withThreads(threads);
    }

    List<UploadOutcome> outcomes() {
        return batches.stream().flatMap(List::stream).toList();
    }

    List<SourceEntry> verified() {
        return outcomes().stream()
                .filter(Verified.class::isInstance)
                .map(UploadOutcome::entry)
                .toList();
    }
}

package io.datasync.testkit.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.scan.SourceTree;
import io.datasync.core.transfer.EntryFeed;
import io.datasync.core.transfer.StagingNames;
import io.datasync.core.transfer.TransferSettings;
import io.datasync.core.transfer.Uploads;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.source.InMemorySource;
import io.datasync.testkit.store.ArchiveStoreContract;
import io.datasync.testkit.store.memory.InMemoryShare;
import java.nio.channels.SeekableByteChannel;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersEndTest {
    private static final RelativePath FIRST = RelativePath.known("day/file-0");

    private final InMemoryShare share = InMemoryShare.likeADirectory();
    private final InMemorySource source = new InMemorySource();
    private final MovableClock clock = MovableClock.at("2026-04-23T12:00:00Z");
    private final CompletableFuture<Thread> other = new CompletableFuture<>();
    private final CompletableFuture<Thread> failed = new CompletableFuture<>();
    private final AtomicInteger asked = new AtomicInteger();

    /** Fails with a bug at the first file, once another thread asks for the second. */
    private final class BuggySource implements SourceTree {
        @Override
        public Optional<SourceEntry> stat(RelativePath path) throws SyncException {
            return source.stat(path);
        }

        @Override
        public SeekableByteChannel open(RelativePath path) throws SyncException {
            if (path.equals(FIRST)) {
                other.join();
                failed.complete(Thread.currentThread());
                throw new IllegalStateException("a bug");
            }
            return source.open(path);
        }
    }

    /** Gives the second entry when the thread that had the first is at its end. */
    private EntryFeed feed(List<SourceEntry> entries) {
        Iterator<SourceEntry> each = entries.iterator();
        return () -> {
            if (asked.incrementAndGet() == 2) {
                other.complete(Thread.currentThread());
                try {
                    failed.join().join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return each.hasNext() ? Optional.of(each.next()) : Optional.empty();
        };
    }

    @Test
    @DisplayName("What one thread found reason to end stays ended, though another was asking for its next entry")
    void anEndIsNotTakenBack() throws SyncException {
        var store = share.open();
        store.create(ArchiveStoreContract.MARKER);
        for (int i = 0; i < 20; i++) {
            source.put(RelativePath.known("day/file-" + i), new byte[] {(byte) i}, 10_000_000L + i);
        }
        List<SourceEntry> entries = source.entries();
        assertThat(entries.get(0).path()).isEqualTo(FIRST);
        StagingNames names = new StagingNames("pc1", new RunId("run-1"), clock);
        Uploads uploads = new Uploads(store, new BuggySource(), names, TransferSettings.DEFAULTS.withThreads(2), clock);
        assertThatThrownBy(() -> uploads.run(feed(entries), batch -> {}, () -> false))
                .hasMessage("a bug");
        assertThat(asked).hasValue(2);
    }
}

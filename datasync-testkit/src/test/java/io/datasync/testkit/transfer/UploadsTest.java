package io.datasync.testkit.transfer;

import static io.datasync.testkit.store.StoredContent.list;
import static io.datasync.testkit.store.StoredContent.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.scan.SourceTree;
import io.datasync.core.transfer.BatchSink;
import io.datasync.core.transfer.EntryFeed;
import io.datasync.core.transfer.StagingNames;
import io.datasync.core.transfer.Uploads;
import io.datasync.core.transfer.UploadsEnd;
import io.datasync.testkit.fault.SimulatedCrash;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class UploadsTest extends OneShare {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 16})
    @DisplayName("Every entry has one outcome, whatever the number of threads")
    void everyEntryHasOneOutcome(int threads) throws Exception {
        List<SourceEntry> entries = files(300);
        assertThat(run(threads(threads), entries).isComplete()).isTrue();
        assertThat(verified()).containsExactlyInAnyOrderElementsOf(entries);
        assertThat(list(store)).hasSize(300);
        for (SourceEntry entry : entries) {
            assertThat(read(store, entry.path())).isEqualTo(source.content(entry.path()));
        }
        assertThat(store.staged(10)).isEmpty();
    }

    @Test
    @DisplayName("CORE-9 entries are begun in the order of the feed")
    void entriesAreBegunInOrder() throws Exception {
        List<SourceEntry> entries = files(50);
        run(threads(1), entries);
        assertThat(verified()).isEqualTo(entries);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @DisplayName("Asked to stop, it makes durable and hands over what is finished, and takes no more")
    void itStopsInOrder(int threads) throws Exception {
        List<SourceEntry> entries = files(200);
        AtomicInteger given = new AtomicInteger();
        EntryFeed feed = feed(entries);
        UploadsEnd end = uploads(threads(threads))
                .run(
                        () -> {
                            given.incrementAndGet();
                            return feed.next();
                        },
                        batches::add,
                        () -> given.get() >= 50);
        assertThat(end.stoppedBy().map(SyncException::code)).contains(ErrorCode.INTERRUPTED);
        assertThat(given.get()).isEqualTo(50);
        assertThat(verified()).hasSizeBetween(50 - threads, 50);
        assertThat(outcomes()).hasSize(verified().size());
        share.powerCut();
        assertThat(list(store)).hasSize(verified().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @DisplayName("Interrupted, it ends at once with its mark set, and its threads end")
    void anInterruptEndsIt(int threads) throws Exception {
        List<SourceEntry> entries = files(200);
        Thread caller = Thread.currentThread();
        source.whenRead(entries.get(100).path(), 0, caller::interrupt);
        UploadsEnd end = run(threads(threads), entries);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(end.stoppedBy().map(SyncException::code)).contains(ErrorCode.INTERRUPTED);
        assertThat(outcomes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @DisplayName("What the feed throws is passed on, after what was finished was handed over")
    void whatTheFeedThrowsIsPassedOn(int threads) throws Exception {
        List<SourceEntry> entries = files(20);
        EntryFeed feed = feed(entries);
        AtomicInteger given = new AtomicInteger();
        SyncException broken = SyncException.permanent(ErrorCode.JOURNAL_IO, "the journal broke");
        assertThatThrownBy(() -> uploads(threads(threads))
                        .run(
                                () -> {
                                    if (given.incrementAndGet() > 10) {
                                        throw broken;
                                    }
                                    return feed.next();
                                },
                                batches::add,
                                () -> false))
                .isSameAs(broken);
        assertThat(verified()).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @DisplayName("What the sink throws is passed on, and uploading ends")
    void whatTheSinkThrowsIsPassedOn(int threads) {
        SyncException broken = SyncException.permanent(ErrorCode.JOURNAL_IO, "the journal broke");
        BatchSink sink = batch -> {
            throw broken;
        };
        List<SourceEntry> entries = files(100);
        assertThatThrownBy(() -> uploads(threads(threads).withBatches(10, 1 << 20, Duration.ofDays(1)))
                        .run(feed(entries), sink, () -> false))
                .isSameAs(broken);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @DisplayName("A crash in a thread ends everything, and nothing more is done")
    void aCrashEndsEverything(int threads) {
        List<SourceEntry> entries = files(100);
        store.crashAt(200);
        assertThatThrownBy(() -> run(threads(threads), entries)).isInstanceOf(SimulatedCrash.class);
        assertThat(outcomes()).isEmpty();
        share.powerCut();
    }

    @Test
    @DisplayName("A bug in a thread is thrown in the caller's")
    void aBugIsThrownInTheCaller() {
        SourceTree buggy = new SourceTree() {
            @Override
            public Optional<SourceEntry> stat(RelativePath path) {
                throw new IllegalStateException("a bug");
            }

            @Override
            public SeekableByteChannel open(RelativePath path) {
                throw new IllegalStateException("a bug");
            }
        };
        StagingNames names = new StagingNames("pc1", new RunId("run-1"), clock);
        List<SourceEntry> entries = files(10);
        assertThatThrownBy(() -> new Uploads(store, buggy, names, threads(3), clock)
                        .run(feed(entries), batches::add, () -> false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a bug");
    }
}

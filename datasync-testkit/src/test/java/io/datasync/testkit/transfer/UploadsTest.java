package io.datasync.testkit.transfer;

import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.list;
import static io.datasync.testkit.store.StoredContent.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.scan.SourceTree;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.transfer.BatchSink;
import io.datasync.core.transfer.EntryFeed;
import io.datasync.core.transfer.StagingNames;
import io.datasync.core.transfer.TransferSettings;
import io.datasync.core.transfer.UploadOutcome;
import io.datasync.core.transfer.UploadOutcome.Failed;
import io.datasync.core.transfer.UploadOutcome.Verified;
import io.datasync.core.transfer.Uploads;
import io.datasync.core.transfer.UploadsEnd;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.source.InMemorySource;
import io.datasync.testkit.store.ArchiveStoreContract;
import io.datasync.testkit.store.FaultyStore;
import io.datasync.testkit.store.InMemoryShare;
import io.datasync.testkit.store.SimulatedCrash;
import io.datasync.testkit.store.StoreFault;
import io.datasync.testkit.store.StoreMethod;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class UploadsTest {
    private final InMemoryShare share = InMemoryShare.likeADirectory();
    private final FaultyStore store = new FaultyStore(share.open());
    private final InMemorySource source = new InMemorySource();
    private final MovableClock clock = MovableClock.at("2026-04-23T12:00:00Z");
    private final List<List<UploadOutcome>> batches = new ArrayList<>();

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

    private List<SourceEntry> files(int count) {
        for (int i = 0; i < count; i++) {
            source.put(RelativePath.known("day-" + i % 7 + "/file-" + i), bytes("content " + i), 10_000_000L + i);
        }
        return source.entries();
    }

    private static EntryFeed feed(List<SourceEntry> entries) {
        Iterator<SourceEntry> each = entries.iterator();
        return () -> each.hasNext() ? Optional.of(each.next()) : Optional.empty();
    }

    private Uploads uploads(TransferSettings settings) {
        return new Uploads(store, source, new StagingNames("pc1", new RunId("run-1"), clock), settings, clock);
    }

    private UploadsEnd run(TransferSettings settings, List<SourceEntry> entries) throws SyncException {
        return uploads(settings).run(feed(entries), batches::add, () -> false);
    }

    private static TransferSettings threads(int threads) {
        return TransferSettings.DEFAULTS.withThreads(threads);
    }

    private List<UploadOutcome> outcomes() {
        return batches.stream().flatMap(List::stream).toList();
    }

    private List<SourceEntry> verified() {
        return outcomes().stream()
                .filter(Verified.class::isInstance)
                .map(UploadOutcome::entry)
                .toList();
    }

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
    @DisplayName("D-7, I-8 what is handed over survives a power cut at that moment")
    void whatIsHandedOverSurvivesAPowerCut(int threads) throws Exception {
        List<SourceEntry> entries = files(100);
        AtomicBoolean cut = new AtomicBoolean();
        BatchSink sink = batch -> {
            if (cut.getAndSet(true)) {
                // What other threads had finished by then was cut too; a real power cut leaves nobody to hand it over.
                return;
            }
            assertThat(batch).hasSizeLessThanOrEqualTo(10);
            share.powerCut();
            for (UploadOutcome outcome : batch) {
                assertThat(read(share.open(), outcome.entry().path()))
                        .isEqualTo(source.content(outcome.entry().path()));
            }
        };
        uploads(threads(threads).withBatches(10, 1 << 20, Duration.ofSeconds(2)))
                .run(feed(entries), sink, cut::get);
        assertThat(cut).isTrue();
    }

    @Test
    @DisplayName("D-7 a batch closes at so many files")
    void aBatchClosesByFiles() throws Exception {
        run(threads(1).withBatches(20, 1 << 30, Duration.ofDays(1)), files(50));
        assertThat(batches).extracting(List::size).containsExactly(20, 20, 10);
        assertThat(store.calls().stream().filter(call -> call == StoreMethod.BARRIER))
                .hasSize(3);
    }

    @Test
    @DisplayName("D-7 a batch closes at so many bytes")
    void aBatchClosesByBytes() throws Exception {
        List<SourceEntry> entries = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            entries.add(source.put(RelativePath.known("file-" + i), new byte[1_000], i));
        }
        run(threads(1).withBatches(100, 2_500, Duration.ofDays(1)), entries);
        assertThat(batches).extracting(List::size).containsExactly(3, 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @DisplayName("D-7 a batch closes when its first file has waited so long, also when nothing follows")
    void aBatchClosesByAge(int threads) throws Exception {
        List<SourceEntry> entries = files(2);
        CountDownLatch handedOver = new CountDownLatch(1);
        Iterator<SourceEntry> each = entries.iterator();
        EntryFeed feed = () -> {
            if (!each.hasNext()) {
                awaitQuietly(threads == 1 ? new CountDownLatch(0) : handedOver);
                return Optional.empty();
            }
            SourceEntry entry = each.next();
            if (!each.hasNext()) {
                clock.advance(Duration.ofSeconds(3));
            }
            return Optional.of(entry);
        };
        BatchSink sink = batch -> {
            batches.add(batch);
            handedOver.countDown();
        };
        Thread mover = new Thread(() -> {
            while (handedOver.getCount() > 0) {
                clock.advance(Duration.ofSeconds(1));
                Thread.onSpinWait();
            }
        });
        if (threads > 1) {
            mover.start();
        }
        uploads(threads(threads)).run(feed, sink, () -> false);
        mover.join();
        assertThat(batches).isNotEmpty();
        assertThat(verified()).containsExactlyInAnyOrderElementsOf(entries);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @DisplayName("A share that fails as a whole ends uploading; what was finished before is handed over")
    void aFailingShareEndsUploading(int threads) throws Exception {
        List<SourceEntry> entries = files(200);
        store.fullAfter(1_000);
        UploadsEnd end = run(threads(threads), entries);
        assertThat(end.stoppedBy().map(SyncException::code)).contains(ErrorCode.SHARE_FULL);
        assertThat(verified()).isNotEmpty();
        assertThat(outcomes().size()).isLessThan(200);
        assertThat(outcomes().stream().filter(Failed.class::isInstance)).hasSizeBetween(1, threads);
        assertThat(list(store)).hasSize(verified().size());
    }

    @Test
    @DisplayName("RUN-8 a file that fails alone holds up nobody, and is named")
    void aFileThatFailsAloneHoldsUpNobody() throws Exception {
        List<SourceEntry> entries = files(60);
        for (int i = 0; i < 60; i += 6) {
            source.refuse(entries.get(i).path(), ErrorCode.FILE_UNREADABLE);
        }
        assertThat(run(threads(3), entries).isComplete()).isTrue();
        assertThat(verified()).hasSize(50);
        assertThat(outcomes()).filteredOn(Failed.class::isInstance).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @DisplayName("RUN-8 files that cannot be read hold up nobody, however many they are and though they come first")
    void unreadableFilesHoldUpNobody(int threads) throws Exception {
        List<SourceEntry> entries = files(300);
        List<SourceEntry> unreadable = entries.subList(0, 290);
        unreadable.forEach(entry -> source.refuse(entry.path(), ErrorCode.FILE_UNREADABLE));
        assertThat(run(threads(threads), entries).isComplete()).isTrue();
        assertThat(verified()).hasSize(10).doesNotContainAnyElementsOf(unreadable);
        assertThat(outcomes()).hasSize(300);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @DisplayName("RUN-8 a folder that the share refuses holds up nobody outside it")
    void aRefusedFolderHoldsUpNobody(int threads) throws Exception {
        List<SourceEntry> entries = files(300);
        ArchiveStore refusing = refusing("day-3/");
        UploadsEnd end = new Uploads(
                        refusing, source, new StagingNames("pc1", new RunId("run-1"), clock), threads(threads), clock)
                .run(feed(entries), batches::add, () -> false);
        assertThat(end.isComplete()).isTrue();
        assertThat(outcomes()).hasSize(300);
        assertThat(outcomes().stream().filter(Failed.class::isInstance).map(Failed.class::cast))
                .hasSize(43)
                .allMatch(failed -> failed.why().code() == ErrorCode.NAME_REFUSED)
                .allMatch(failed -> failed.entry().path().text().startsWith("day-3/"));
        assertThat(store.staged(10)).isEmpty();
    }

    /** The store, as a share whose one folder is closed to this agent. */
    private ArchiveStore refusing(String folder) {
        return (ArchiveStore) Proxy.newProxyInstance(
                ArchiveStore.class.getClassLoader(),
                new Class<?>[] {ArchiveStore.class},
                (proxy, method, arguments) -> {
                    boolean refused = arguments != null
                            && Arrays.stream(arguments)
                                    .anyMatch(argument -> argument instanceof RelativePath path
                                            && path.text().startsWith(folder));
                    if (refused) {
                        throw SyncException.passing(ErrorCode.SHARE_AUTH, "Permission denied");
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @DisplayName(
            "I-11 so many failures of the share in a row mean that it is the share: it is not asked a million times")
    void manyFailuresInARowEndUploading(int threads) throws Exception {
        List<SourceEntry> entries = files(300);
        for (int i = 0; i < 300 * TransferSettings.DEFAULTS.triesMax(); i++) {
            store.queue(StoreMethod.STAGE, StoreFault.before(ErrorCode.SHARE_IO));
        }
        UploadsEnd end = run(threads(threads), entries);
        assertThat(end.isComplete()).isFalse();
        assertThat(outcomes().size())
                .isBetween(
                        TransferSettings.DEFAULTS.failuresInRowMax(),
                        TransferSettings.DEFAULTS.failuresInRowMax() + 250);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @DisplayName("D-7 when a barrier fails, nothing of its batch counts, and uploading ends")
    void whenABarrierFailsNothingCounts(int threads) throws Exception {
        store.queue(StoreMethod.BARRIER, StoreFault.before(ErrorCode.SHARE_IO));
        UploadsEnd end = run(threads(threads).withBatches(10, 1 << 20, Duration.ofDays(1)), files(10));
        assertThat(end.stoppedBy().map(SyncException::code)).contains(ErrorCode.SHARE_IO);
        assertThat(verified()).isEmpty();
        assertThat(outcomes()).hasSize(10).allMatch(Failed.class::isInstance);
    }

    @Test
    @DisplayName(
            "D-7 what was published before a barrier failed counts in no later batch either, though a repeat succeeds")
    void afterAFailedBarrierNothingOfTheTimeBeforeCounts() throws Exception {
        store.queue(StoreMethod.BARRIER, StoreFault.before(ErrorCode.SHARE_IO));
        EntryFeed feed = feed(files(20));
        CountDownLatch allTaken = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        InstantSource late = () -> {
            if (Thread.currentThread() == caller) {
                awaitSurely(allTaken);
            }
            return clock.instant();
        };
        StagingNames names = new StagingNames("pc1", new RunId("run-1"), clock);
        new Uploads(store, source, names, threads(2).withBatches(10, 1 << 20, Duration.ofDays(1)), late)
                .run(
                        () -> {
                            Optional<SourceEntry> next = feed.next();
                            if (next.isEmpty()) {
                                allTaken.countDown();
                            }
                            return next;
                        },
                        batches::add,
                        () -> false);
        assertThat(list(store)).hasSize(20);
        assertThat(verified()).isEmpty();
        assertThat(outcomes()).hasSize(20).allMatch(Failed.class::isInstance);
        assertThat(store.calls()).containsOnlyOnce(StoreMethod.BARRIER);
    }

    private static void awaitSurely(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
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

    @Test
    @DisplayName("I-11 uploads that are too far ahead of the sink wait for it")
    void uploadsWaitForTheSink() throws Exception {
        List<SourceEntry> entries = files(500);
        AtomicInteger given = new AtomicInteger();
        EntryFeed feed = feed(entries);
        CountDownLatch inSink = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Thread runner = new Thread(() -> {
            try {
                uploads(threads(2).withBatches(10, 1 << 20, Duration.ofDays(1)))
                        .run(
                                () -> {
                                    given.incrementAndGet();
                                    return feed.next();
                                },
                                batch -> {
                                    inSink.countDown();
                                    awaitQuietly(release);
                                },
                                () -> false);
            } catch (SyncException e) {
                throw new AssertionError(e);
            }
        });
        runner.start();
        inSink.await();
        // 10 in the batch, 22 in the queue, one in each thread's hands.
        await().until(() -> given.get() == 34);
        assertThat(given.get()).isEqualTo(34);
        release.countDown();
        runner.join();
        assertThat(given.get()).isEqualTo(501);
    }
}

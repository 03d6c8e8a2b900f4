package io.datasync.testkit.transfer;

import static io.datasync.testkit.store.StoredContent.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.transfer.EntryFeed;
import io.datasync.core.transfer.StagingNames;
import io.datasync.core.transfer.TransferSettings;
import io.datasync.core.transfer.UploadOutcome.Failed;
import io.datasync.core.transfer.Uploads;
import io.datasync.core.transfer.UploadsEnd;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.store.fault.StoreMethod;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Uploads of which some fail")
class UploadFailuresTest extends OneShare {
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

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @DisplayName(
            "I-11 so many failures of the share in a row mean that it is the share: it is not asked a million times")
    void manyFailuresInARowEndUploading(int threads) throws Exception {
        List<SourceEntry> entries = files(300);
        for (int i = 0; i < 300 * TransferSettings.DEFAULTS.triesMax(); i++) {
            store.queue(StoreMethod.STAGE, Verdict.fails(ErrorCode.SHARE_IO));
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
        store.queue(StoreMethod.BARRIER, Verdict.fails(ErrorCode.SHARE_IO));
        UploadsEnd end = run(threads(threads).withBatches(10, 1 << 20, Duration.ofDays(1)), files(10));
        assertThat(end.stoppedBy().map(SyncException::code)).contains(ErrorCode.SHARE_IO);
        assertThat(verified()).isEmpty();
        assertThat(outcomes()).hasSize(10).allMatch(Failed.class::isInstance);
    }

    @Test
    @DisplayName(
            "D-7 what was published before a barrier failed counts in no later batch either, though a repeat succeeds")
    void afterAFailedBarrierNothingOfTheTimeBeforeCounts() throws Exception {
        store.queue(StoreMethod.BARRIER, Verdict.fails(ErrorCode.SHARE_IO));
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
}

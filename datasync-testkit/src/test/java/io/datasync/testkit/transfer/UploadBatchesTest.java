package io.datasync.testkit.transfer;

import static io.datasync.testkit.store.StoredContent.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.transfer.BatchSink;
import io.datasync.core.transfer.EntryFeed;
import io.datasync.core.transfer.UploadOutcome;
import io.datasync.testkit.store.fault.StoreMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Batches of uploads")
class UploadBatchesTest extends OneShare {
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

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

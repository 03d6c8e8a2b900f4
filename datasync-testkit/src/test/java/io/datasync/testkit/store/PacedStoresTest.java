package io.datasync.testkit.store;

import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.put;
import static io.datasync.testkit.store.StoredContent.read;
import static io.datasync.testkit.store.StoredContent.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.pace.BandwidthBudget;
import io.datasync.core.pace.BandwidthTimetable;
import io.datasync.core.pace.Pause;
import io.datasync.core.pace.TokenBucket;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.decorated.BandwidthLimitedStore;
import io.datasync.core.store.decorated.ObservedStore;
import io.datasync.core.store.decorated.RateLimitedStore;
import io.datasync.core.store.decorated.StoreEvent;
import io.datasync.core.store.decorated.StoreOperation;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.store.fault.FaultyStore;
import io.datasync.testkit.store.fault.StoreMethod;
import io.datasync.testkit.store.memory.InMemoryShare;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Stores that hold back, and one that tells what was called. */
class PacedStoresTest {
    private static final RelativePath PATH = RelativePath.known("day/file");
    private static final StagingName STAGED = new StagingName("pc1-1");
    private static final Pause STOPPED = wait -> {
        throw SyncException.passing(ErrorCode.INTERRUPTED, "Asked to stop");
    };

    private final InMemoryShare share = InMemoryShare.likeADirectory();
    private final FaultyStore faulty = new FaultyStore(share.open());
    /** A Thursday; 18:59:50 in Berlin. */
    private final MovableClock clock = MovableClock.at("2026-04-23T16:59:50Z");

    @BeforeEach
    void createTheArchive() throws SyncException {
        faulty.create(ArchiveStoreFixture.MARKER);
    }

    private Duration since(Instant begun) {
        return Duration.between(begun, clock.instant());
    }

    @Test
    @DisplayName("no more calls are made than the bucket lets through, ranges counted")
    void callsAreHeldBack() throws Exception {
        ArchiveStore store = new RateLimitedStore(faulty, new TokenBucket(10, 5, clock), clock::advance);
        Instant begun = clock.instant();
        for (int i = 0; i < 25; i++) {
            store.find(PATH);
        }
        assertThat(since(begun)).isEqualTo(Duration.ofSeconds(2));
        clock.advance(Duration.ofHours(1));
        Instant rested = clock.instant();
        stage(store, STAGED, new byte[3 * (256 << 10)]);
        assertThat(since(rested)).isZero();
        store.discard(STAGED);
        assertThat(since(rested)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    @DisplayName("a stop while waiting for its turn makes no call")
    void aStoppedTurnMakesNoCall() throws Exception {
        ArchiveStore store = new RateLimitedStore(faulty, new TokenBucket(1, 1, clock), STOPPED);
        store.find(PATH);
        int before = faulty.calls().size();
        assertThatThrownBy(() -> store.find(PATH))
                .extracting(e -> ((SyncException) e).code())
                .isEqualTo(ErrorCode.INTERRUPTED);
        assertThat(faulty.calls()).hasSize(before);
    }

    private BandwidthLimitedStore limited(String timetable, Pause pause) throws SyncException {
        BandwidthTimetable week = BandwidthTimetable.parse(timetable, ZoneId.of("Europe/Berlin"));
        return new BandwidthLimitedStore(faulty, new BandwidthBudget(week, clock), pause);
    }

    @Test
    @DisplayName("bytes pass as the timetable says, on the clock of the wall, across its changes")
    void bytesPassAsTheTimetableSays() throws Exception {
        ArchiveStore store = limited("Mon-Fri 07:00-19:00 256KiB/s; else 2MiB/s", clock::advance);
        Instant begun = clock.instant();
        // 10 s at one range a second, and the other 40 ranges at eight a second; the last one is not waited for.
        stage(store, STAGED, new byte[51 * (256 << 10)]);
        assertThat(since(begun)).isBetween(Duration.ofMillis(14_999), Duration.ofMillis(15_001));
    }

    @Test
    @DisplayName("what is read passes through the same budget")
    void whatIsReadIsLimitedToo() throws Exception {
        put(faulty, PATH, new byte[300 << 10], 5);
        ArchiveStore store = limited("else 100KiB/s", clock::advance);
        Instant begun = clock.instant();
        try (InputStream in = store.open(PATH)) {
            byte[] buffer = new byte[100 << 10];
            for (int i = 0; i < 3; i++) {
                assertThat(in.readNBytes(buffer, 0, buffer.length)).isEqualTo(buffer.length);
            }
            assertThat(in.read()).isEqualTo(-1);
        }
        assertThat(since(begun)).isEqualTo(Duration.ofSeconds(2));
        assertThat(read(limited("else unlimited", STOPPED), PATH)).hasSize(300 << 10);
    }

    @Test
    @DisplayName("a stop while bytes wait ends a reading as an interrupt does")
    void aStopEndsAReading() throws Exception {
        put(faulty, PATH, new byte[300 << 10], 5);
        ArchiveStore store = limited("else 100KiB/s", STOPPED);
        try (InputStream in = store.open(PATH)) {
            byte[] buffer = new byte[100 << 10];
            assertThat(in.read(buffer)).isEqualTo(buffer.length);
            assertThatThrownBy(() -> in.read(buffer)).isInstanceOf(ClosedByInterruptException.class);
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    @DisplayName("each call is told with its time, bytes and code, each stream once more when it is closed")
    void eachCallIsTold() throws Exception {
        List<StoreEvent> events = new ArrayList<>();
        AtomicLong nanos = new AtomicLong();
        ArchiveStore store = new ObservedStore(faulty, events::add, () -> nanos.getAndAdd(5));
        put(store, PATH, bytes("content"), 5);
        read(store, PATH);
        faulty.queue(StoreMethod.FIND, Verdict.fails(ErrorCode.SHARE_THROTTLED));
        assertThatThrownBy(() -> store.find(PATH)).isInstanceOf(SyncException.class);
        assertThat(events)
                .extracting(StoreEvent::operation)
                .containsExactly(
                        StoreOperation.STAGE,
                        StoreOperation.WRITE,
                        StoreOperation.FINISH,
                        StoreOperation.PUBLISH,
                        StoreOperation.OPEN,
                        StoreOperation.READ,
                        StoreOperation.FIND);
        assertThat(events).extracting(StoreEvent::bytes).containsExactly(0L, 7L, 0L, 0L, 0L, 7L, 0L);
        assertThat(events)
                .filteredOn(event -> event.failure().isPresent())
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.failure()).isEqualTo(Optional.of(ErrorCode.SHARE_THROTTLED));
                    assertThat(event.took()).isEqualTo(Duration.ofNanos(5));
                });
        assertThat(StoreOperation.READ.text()).isEqualTo("read");
    }

    @Test
    @DisplayName("closing a stream twice tells of it once")
    void closingTwiceTellsOnce() throws SyncException, IOException {
        put(faulty, PATH, bytes("content"), 5);
        List<StoreEvent> events = new ArrayList<>();
        InputStream in = new ObservedStore(faulty, events::add, () -> 0).open(PATH);
        assertThat(in.read()).isEqualTo('c');
        in.close();
        in.close();
        assertThat(events).extracting(StoreEvent::operation).containsExactly(StoreOperation.OPEN, StoreOperation.READ);
        assertThat(events.get(1).bytes()).isEqualTo(1);
    }
}

package io.datasync.testkit.store;

import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.facts;
import static io.datasync.testkit.store.StoredContent.list;
import static io.datasync.testkit.store.StoredContent.put;
import static io.datasync.testkit.store.StoredContent.read;
import static io.datasync.testkit.store.StoredContent.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.pace.Backoff;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StagedFile;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoredFacts;
import io.datasync.core.store.decorated.RetryingStore;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.fault.Part;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.store.fault.FaultyStore;
import io.datasync.testkit.store.fault.StoreMethod;
import io.datasync.testkit.store.memory.InMemoryShare;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryingStoreTest {
    private static final RelativePath PATH = RelativePath.known("day/file");
    private static final StagingName STAGED = new StagingName("pc1-1");
    private static final long TICKS = 10_000_000L;
    private static final StoredFacts FACTS = facts(bytes("content"), TICKS);
    private static final Backoff BACKOFF =
            new Backoff(4, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final InMemoryShare share = InMemoryShare.likeADirectory();
    private final FaultyStore faulty = new FaultyStore(share.open());
    private final MovableClock clock = MovableClock.at("2026-04-23T12:00:00Z");
    private final List<Duration> waits = new ArrayList<>();
    private final RetryingStore store = retrying(BACKOFF);

    private RetryingStore retrying(Backoff backoff) {
        return new RetryingStore(
                faulty,
                backoff,
                clock,
                wait -> {
                    waits.add(wait);
                    clock.advance(wait);
                },
                new Random(1));
    }

    @BeforeEach
    void createTheArchive() throws SyncException {
        faulty.create(ArchiveStoreFixture.MARKER);
    }

    private void fail(StoreMethod method, ErrorCode code, int times) {
        for (int i = 0; i < times; i++) {
            faulty.queue(method, Verdict.fails(code));
        }
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(SyncException.class)
                .extracting(e -> ((SyncException) e).code())
                .isEqualTo(code);
    }

    private long calls(StoreMethod method) {
        return Collections.frequency(faulty.calls(), method);
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"SHARE_UNREACHABLE", "SHARE_THROTTLED", "SHARE_IO", "OUTCOME_UNKNOWN"})
    @DisplayName("I-11 what passes is tried again, after waits that grow and have an end")
    void whatPassesIsTriedAgain(ErrorCode code) throws Exception {
        stage(store, STAGED, bytes("content"));
        fail(StoreMethod.PUBLISH, code, 3);
        store.publish(STAGED, PATH, FACTS);
        assertThat(waits).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(waits.get(i)).isBetween(Duration.ZERO, BACKOFF.ceiling(i + 1));
        }
        fail(StoreMethod.FIND, code, 4);
        assertFails(code, () -> store.find(PATH));
        assertThat(calls(StoreMethod.FIND)).isEqualTo(4);
        assertThat(store.find(PATH)).isPresent();
    }

    @Test
    @DisplayName("I-12 a lost answer is asked for again, and the repeat finds it done")
    void aLostAnswerIsRepeated() throws Exception {
        stage(store, STAGED, bytes("content"));
        faulty.queue(StoreMethod.PUBLISH, Verdict.answerLost(Part.STORE));
        store.publish(STAGED, PATH, FACTS);
        assertThat(calls(StoreMethod.PUBLISH)).isEqualTo(2);
        assertThat(list(store)).containsOnlyKeys(PATH);
        assertThat(read(store, PATH)).isEqualTo(bytes("content"));
    }

    @Test
    @DisplayName("what stays, what nobody can help within seconds, and content that differs is not tried again")
    void whatStaysIsNotTriedAgain() throws Exception {
        faulty.queue(
                StoreMethod.FIND, new Verdict.Fails(SyncException.permanent(ErrorCode.SHARE_IO, "It will not pass")));
        assertFails(ErrorCode.SHARE_IO, () -> store.find(PATH));
        for (ErrorCode code : List.of(
                ErrorCode.SHARE_MISSING,
                ErrorCode.SHARE_AUTH,
                ErrorCode.SHARE_FULL,
                ErrorCode.NAME_MISSING,
                ErrorCode.INTERRUPTED,
                ErrorCode.CONTENT_DIFFERS)) {
            fail(StoreMethod.FIND, code, 1);
            assertFails(code, () -> store.find(PATH));
        }
        assertThat(waits).isEmpty();
    }

    @Test
    @DisplayName("D-7 a barrier, the end of a staged file and a listing are never made twice")
    void someCallsAreNeverRepeated() throws Exception {
        put(store, PATH, bytes("content"), TICKS);
        fail(StoreMethod.BARRIER, ErrorCode.SHARE_IO, 1);
        assertFails(ErrorCode.SHARE_IO, store::barrier);
        fail(StoreMethod.LIST, ErrorCode.SHARE_UNREACHABLE, 1);
        assertFails(ErrorCode.SHARE_UNREACHABLE, () -> store.list(file -> {}));
        fail(StoreMethod.LIST_FOLDER, ErrorCode.SHARE_UNREACHABLE, 1);
        assertFails(ErrorCode.SHARE_UNREACHABLE, () -> store.list(PATH.folder(), file -> {}));
        fail(StoreMethod.FINISH, ErrorCode.SHARE_IO, 1);
        try (StagedFile file = store.stage(STAGED, 0)) {
            assertFails(ErrorCode.SHARE_IO, file::finish);
        }
        assertThat(waits).isEmpty();
        SyncException mine = SyncException.passing(ErrorCode.SHARE_IO, "Thrown by the visitor");
        assertThatThrownBy(() -> store.list(file -> {
                    throw mine;
                }))
                .isSameAs(mine);
        assertThat(waits).isEmpty();
    }

    @Test
    @DisplayName(
            "I-12 a range is sent again when it surely was not taken, from where it began; never when nobody knows")
    void rangesAreSentAgain() throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(bytes("..content..")).position(2).limit(9);
        fail(StoreMethod.WRITE, ErrorCode.SHARE_THROTTLED, 3);
        try (StagedFile file = store.stage(STAGED, 7)) {
            file.write(bytes);
            file.finish();
            assertThat(file.sentBytes()).isEqualTo(7);
        }
        assertThat(bytes.hasRemaining()).isFalse();
        store.publish(STAGED, PATH, FACTS);
        assertThat(waits).hasSize(3);

        faulty.queue(StoreMethod.WRITE, Verdict.answerLost(Part.STORE));
        try (StagedFile file = store.stage(STAGED, 7)) {
            assertFails(ErrorCode.OUTCOME_UNKNOWN, () -> file.write(ByteBuffer.wrap(bytes("content"))));
        }
        fail(StoreMethod.WRITE, ErrorCode.CONTENT_DIFFERS, 1);
        try (StagedFile file = store.stage(STAGED, 7)) {
            assertFails(ErrorCode.CONTENT_DIFFERS, () -> file.write(ByteBuffer.wrap(bytes("content"))));
        }
        assertThat(waits).hasSize(3);
    }

    @Test
    @DisplayName("what the share asked for is waited for, and some more; what would take too long is not")
    void retryAfterIsHonoured() throws Exception {
        Duration asked = Duration.ofSeconds(20);
        faulty.queue(
                StoreMethod.FIND,
                new Verdict.Fails(SyncException.passing(ErrorCode.SHARE_THROTTLED, "Slow down", asked)));
        assertThat(store.find(PATH)).isEmpty();
        assertThat(waits).singleElement().satisfies(wait -> assertThat(wait)
                .isBetween(asked, asked.plus(BACKOFF.first())));

        faulty.queue(
                StoreMethod.FIND,
                new Verdict.Fails(
                        SyncException.passing(ErrorCode.SHARE_THROTTLED, "Slow down", Duration.ofSeconds(31))));
        assertFails(ErrorCode.SHARE_THROTTLED, () -> store.find(PATH));
        assertThat(waits).hasSize(1);
    }

    @Test
    @DisplayName("I-11 tries end when their time is over, however many are left")
    void triesEndInTime() {
        RetryingStore patient =
                retrying(new Backoff(100, Duration.ofSeconds(1), Duration.ofSeconds(8), Duration.ofSeconds(20)));
        fail(StoreMethod.FIND, ErrorCode.SHARE_UNREACHABLE, 200);
        assertFails(ErrorCode.SHARE_UNREACHABLE, () -> patient.find(PATH));
        assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus)).isLessThanOrEqualTo(Duration.ofSeconds(20));
        assertThat(waits).hasSizeGreaterThan(2);
    }

    @Test
    @DisplayName("a wait that is interrupted ends the call, and says of what it was part")
    void anInterruptedWaitEndsTheCall() {
        ArchiveStore stopped = new RetryingStore(
                faulty,
                BACKOFF,
                clock,
                wait -> {
                    throw SyncException.passing(ErrorCode.INTERRUPTED, "Asked to stop");
                },
                new Random(1));
        fail(StoreMethod.FIND, ErrorCode.SHARE_IO, 1);
        assertThatThrownBy(() -> stopped.find(PATH))
                .extracting(e -> ((SyncException) e).code())
                .isEqualTo(ErrorCode.INTERRUPTED);
        assertThat(calls(StoreMethod.FIND)).isEqualTo(1);
    }
}

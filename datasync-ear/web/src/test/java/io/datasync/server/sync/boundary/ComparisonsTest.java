package io.datasync.server.sync.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.coordinator.CompareAnswers;
import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressAnswer;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.json.JsonLimits;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.core.protocol.seal.DraftVisitor;
import io.datasync.server.platform.settings.ServerSettings;
import io.datasync.server.platform.settings.SyncSettings;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("I-11 comparisons at work on a node")
class ComparisonsTest {
    private static final int PLACES = 2;

    @TempDir
    private Path home;

    private final ExecutorService threads = Executors.newFixedThreadPool(PLACES);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /** What a comparison does. */
    private interface Work {
        void run() throws SyncException;
    }

    private record Comparing(Work work) implements Coordinator {
        @Override
        public void compare(RunId run, FencingToken token, long scanSeq, CompareLines lines, CompareAnswers answers)
                throws SyncException {
            work.run();
        }

        @Override
        public OpenAnswer open(OpenRequest request) {
            throw new IllegalStateException("not asked for");
        }

        @Override
        public ProgressAnswer progress(RunId run, FencingToken token, ProgressRequest request) {
            throw new IllegalStateException("not asked for");
        }

        @Override
        public CompleteAnswer complete(RunId run, FencingToken token, CompleteRequest request) {
            throw new IllegalStateException("not asked for");
        }

        @Override
        public void draft(JobId job, FolderName folder, DraftVisitor visitor) {
            throw new IllegalStateException("not asked for");
        }

        @Override
        public CertifyAnswer certify(CertifyRequest request) {
            throw new IllegalStateException("not asked for");
        }
    }

    private Comparisons comparisons(Path place) {
        SyncSettings sync = SyncSettings.DEFAULTS;
        ServerSettings all = ServerSettings.defaults(place);
        return new Comparisons(
                new ServerSettings(
                        place,
                        Optional.empty(),
                        all.sessionLifetime(),
                        all.heartbeatInterval(),
                        all.heartbeatQueueMax(),
                        all.pendingKeysMax(),
                        all.bodyBytesMax(),
                        new SyncSettings(
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(30),
                                sync.compareBatch(),
                                sync.compareLinesMax(),
                                PLACES,
                                sync.spoolBytesMax(),
                                sync.openBytesMax(),
                                sync.statementTimeout(),
                                sync.sealQuiet(),
                                sync.certifyMax(),
                                sync.sampleFilesMax(),
                                sync.sampleBytesMax()),
                        all.masterKey(),
                        all.masterKeyFile(),
                        all.testClockFile()),
                JsonLimits.DEFAULTS);
    }

    /** Compares, and forgets the answer. */
    private static boolean compare(Comparisons comparisons, Work work) throws SyncException {
        comparisons
                .compare(new Comparing(work), new RunId("run-1"), FencingToken.NONE, 1, InputStream.nullInputStream())
                .close();
        return true;
    }

    private static void assertFails(ErrorCode code, Comparisons comparisons, Work work) {
        assertThatThrownBy(() -> compare(comparisons, work))
                .isInstanceOfSatisfying(
                        SyncException.class, told -> assertThat(told.code()).isEqualTo(code));
    }

    @Test
    @DisplayName("are no more than there are places, and who finds none is told to come again")
    void oneTooMany() throws Exception {
        Comparisons comparisons = comparisons(home);
        var working = new CountDownLatch(PLACES);
        var go = new CountDownLatch(1);
        Future<Boolean> first = threads.submit(() -> compare(comparisons, () -> waitFor(working, go)));
        Future<Boolean> second = threads.submit(() -> compare(comparisons, () -> waitFor(working, go)));
        assertThat(working.await(20, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> compare(comparisons, () -> {})).isInstanceOfSatisfying(SyncException.class, told -> {
            assertThat(told.code()).isEqualTo(ErrorCode.RATE_LIMITED);
            assertThat(told.retryable()).isTrue();
        });
        go.countDown();
        assertThat(first.get()).isTrue();
        assertThat(second.get()).isTrue();
        assertThat(compare(comparisons, () -> {})).isTrue();
    }

    private static void waitFor(CountDownLatch working, CountDownLatch go) {
        working.countDown();
        try {
            go.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName("give their place back however they fail, and leave nothing on disk")
    void placesComeBack() throws Exception {
        Comparisons comparisons = comparisons(home);
        for (int times = 0; times <= PLACES; times++) {
            assertFails(ErrorCode.STALE_TOKEN, comparisons, () -> {
                throw SyncException.permanent(ErrorCode.STALE_TOKEN, "old");
            });
            assertThatThrownBy(() -> compare(comparisons, () -> {
                        throw new IllegalStateException("a bug");
                    }))
                    .hasMessage("a bug");
        }
        assertThat(compare(comparisons, () -> {})).isTrue();
        try (var left = Files.list(home.resolve("spool"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    @DisplayName("give their place back when there is no room on disk")
    void noRoom() throws Exception {
        Path file = Files.writeString(home.resolve("file"), "in the way");
        Comparisons comparisons = comparisons(file);
        for (int times = 0; times <= PLACES; times++) {
            assertFails(ErrorCode.SERVER_ERROR, comparisons, () -> {});
        }
    }
}

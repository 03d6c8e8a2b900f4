package io.datasync.server.sync.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.certificate.Certificate;
import io.datasync.core.coordinator.CompareAnswers;
import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressAnswer;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.core.protocol.seal.DraftHead;
import io.datasync.core.protocol.seal.DraftVisitor;
import io.datasync.server.platform.settings.ServerSettings;
import io.datasync.server.sync.control.AnswerSpool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
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

@DisplayName("I-11 drafts and certificates at work on a node")
class CertificationTest {
    private static final JobId JOB = new JobId("job");
    private static final FolderName DAY = RelativePath.known("2026-04-23/a").folder();
    private static final CertifyAnswer ANSWER = new CertifyAnswer(1, Digest.OF_NOTHING);

    @TempDir
    private Path home;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /** What a draft does; a certificate is taken as it is. */
    private interface Drafting {
        void draft(DraftVisitor visitor) throws SyncException;
    }

    private record Sealing(Drafting drafting) implements Coordinator {
        @Override
        public void draft(JobId job, FolderName folder, DraftVisitor visitor) throws SyncException {
            drafting.draft(visitor);
        }

        @Override
        public CertifyAnswer certify(CertifyRequest request) throws SyncException {
            assertThat(request.certificate()).isEqualTo(new byte[] {1, 2, 3});
            assertThat(request.folderRevision()).isEqualTo(7);
            return ANSWER;
        }

        @Override
        public OpenAnswer open(OpenRequest request) {
            throw new IllegalStateException("not asked for");
        }

        @Override
        public void compare(RunId run, FencingToken token, long scanSeq, CompareLines lines, CompareAnswers answers) {
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
    }

    private Certification certification() {
        return new Certification(ServerSettings.defaults(home));
    }

    private static boolean draft(Certification certification, Drafting drafting) throws SyncException {
        certification.draft(new Sealing(drafting), JOB, DAY).close();
        return true;
    }

    private static CertifyAnswer certify(Certification certification, InputStream body) throws SyncException {
        return certification.certify(new Sealing(visitor -> {}), JOB, DAY, 7, new byte[0], body);
    }

    private static void refused(
            ErrorCode code, boolean retryable, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SyncException.class, told -> {
            assertThat(told.code()).isEqualTo(code);
            assertThat(told.retryable()).isEqualTo(retryable);
        });
    }

    @Test
    @DisplayName("D-9 a draft is sent whole")
    void aDraftIsSentWhole() throws SyncException, IOException {
        var sent = new ByteArrayOutputStream();
        try (AnswerSpool spool = certification()
                .draft(
                        new Sealing(visitor -> visitor.head(
                                new DraftHead(DAY, 7, 1, Optional.empty(), ZoneOffset.UTC, SetSummary.EMPTY, 0))),
                        JOB,
                        DAY)) {
            spool.sendTo(sent, false);
        }
        assertThat(sent.toString(StandardCharsets.UTF_8))
                .startsWith("{\"folder\":\"2026-04-23\",\"folderRevision\":7,")
                .endsWith("{\"end\":1}\n");
    }

    @Test
    @DisplayName("are no more than there are places, and who finds none is told to come again")
    void oneTooMany() throws Exception {
        Certification certification = certification();
        var working = new CountDownLatch(2);
        var go = new CountDownLatch(1);
        Drafting slow = visitor -> {
            working.countDown();
            try {
                go.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        };
        Future<Boolean> first = threads.submit(() -> draft(certification, slow));
        Future<Boolean> second = threads.submit(() -> draft(certification, slow));
        assertThat(working.await(20, TimeUnit.SECONDS)).isTrue();
        refused(ErrorCode.RATE_LIMITED, true, () -> draft(certification, visitor -> {}));
        refused(ErrorCode.RATE_LIMITED, true, () -> certify(certification, InputStream.nullInputStream()));
        go.countDown();
        assertThat(first.get()).isTrue();
        assertThat(second.get()).isTrue();
        assertThat(draft(certification, visitor -> {})).isTrue();
    }

    @Test
    @DisplayName("give their place back however they fail, and leave nothing on disk")
    void placesComeBack() throws Exception {
        Certification certification = certification();
        InputStream cut = InputStream.nullInputStream();
        cut.close();
        for (int times = 0; times < 3; times++) {
            refused(
                    ErrorCode.FOLDER_CHANGED,
                    true,
                    () -> draft(certification, visitor -> {
                        throw SyncException.passing(ErrorCode.FOLDER_CHANGED, "it changed");
                    }));
            assertThatThrownBy(() -> draft(certification, visitor -> {
                        throw new IllegalStateException("a bug");
                    }))
                    .hasMessage("a bug");
            refused(ErrorCode.MESSAGE_TRUNCATED, true, () -> certify(certification, cut));
        }
        assertThat(certify(certification, new ByteArrayInputStream(new byte[] {1, 2, 3})))
                .isEqualTo(ANSWER);
        try (var left = Files.list(home.resolve("spool"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    @DisplayName("read no more of a certificate than one can be long")
    void tooLong() {
        var endless = new InputStream() {
            private long given;

            @Override
            public int read() {
                given++;
                return 1;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                given += length;
                return length;
            }
        };
        refused(ErrorCode.MESSAGE_TOO_LARGE, false, () -> certify(certification(), endless));
        assertThat(endless.given).isEqualTo(Certificate.BYTES_MAX + 1);
    }
}

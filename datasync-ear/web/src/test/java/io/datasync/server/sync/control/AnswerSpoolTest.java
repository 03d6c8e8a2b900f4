package io.datasync.server.sync.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("I-11 an answer that waits on disk")
class AnswerSpoolTest {
    private static final byte[] LINES =
            "{\"verdict\":\"known\"}\n".repeat(20_000).getBytes(UTF_8);

    @TempDir
    private Path folder;

    private AnswerSpool spool(long bytesMax) throws SyncException {
        return AnswerSpool.create(folder.resolve("made/when/missing"), bytesMax);
    }

    private static byte[] sent(AnswerSpool spool, boolean gzip) throws IOException {
        var bytes = new ByteArrayOutputStream();
        spool.sendTo(bytes, gzip);
        return bytes.toByteArray();
    }

    @Test
    @DisplayName("is sent whole, as it lies there or inflated")
    void comesBack() throws Exception {
        for (boolean gzip : new boolean[] {true, false}) {
            try (AnswerSpool spool = spool(1 << 20)) {
                spool.out().write(LINES);
                spool.finish();
                byte[] sent = sent(spool, gzip);
                byte[] plain = gzip ? new GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes() : sent;
                assertThat(plain).isEqualTo(LINES);
            }
        }
    }

    @Test
    @DisplayName("may be empty")
    void mayBeEmpty() throws Exception {
        try (AnswerSpool spool = spool(100)) {
            spool.finish();
            assertThat(sent(spool, false)).isEmpty();
        }
    }

    @Test
    @DisplayName("leaves no file behind, finished or not, and may be closed twice")
    void leavesNothing() throws Exception {
        AnswerSpool finished = spool(1 << 20);
        finished.out().write(LINES);
        finished.finish();
        AnswerSpool broken = spool(1 << 20);
        broken.out().write(LINES);
        for (AnswerSpool spool : new AnswerSpool[] {finished, broken, finished}) {
            spool.close();
        }
        try (var left = Files.list(folder.resolve("made/when/missing"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    @DisplayName("that grows too long is refused as too large, and that is not the reader's fault to be tried again")
    void tooLong() throws Exception {
        byte[] noise = new byte[100_000];
        new Random(7).nextBytes(noise);
        try (AnswerSpool spool = spool(10_000)) {
            assertThatThrownBy(() -> spool.out().write(noise)).isInstanceOf(IOException.class);
            SyncException told = spool.explain(SyncException.passing(ErrorCode.SERVER_ERROR, "the writer's guess"));
            assertThat(told.code()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
            assertThat(told.retryable()).isFalse();
            assertThat(told).hasMessageContaining("10000");
        }
    }

    @Test
    @DisplayName("that is too long only by its last bytes is refused when it is finished")
    void tooLongAtTheEnd() throws Exception {
        byte[] noise = new byte[2_000];
        new Random(7).nextBytes(noise);
        try (AnswerSpool spool = spool(1_000)) {
            OutputStream out = spool.out();
            out.write(noise);
            assertThatThrownBy(spool::finish)
                    .isInstanceOfSatisfying(SyncException.class, told -> assertThat(told.code())
                            .isEqualTo(ErrorCode.MESSAGE_TOO_LARGE));
        }
    }

    @Test
    @DisplayName("that did not fail leaves the failure of others as it is")
    void othersFailures() throws Exception {
        try (AnswerSpool spool = spool(1_000)) {
            SyncException told = SyncException.permanent(ErrorCode.STALE_TOKEN, "old");
            assertThat(spool.explain(told)).isSameAs(told);
        }
    }

    @Test
    @DisplayName("that finds no place on disk is the server's failure, and may pass")
    void noPlace() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        assertThatThrownBy(() -> AnswerSpool.create(file, 100)).isInstanceOfSatisfying(SyncException.class, told -> {
            assertThat(told.code()).isEqualTo(ErrorCode.SERVER_ERROR);
            assertThat(told.retryable()).isTrue();
        });
    }
}

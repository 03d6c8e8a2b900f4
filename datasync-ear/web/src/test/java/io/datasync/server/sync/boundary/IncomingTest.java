package io.datasync.server.sync.boundary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("I-11 the body of a request")
class IncomingTest {
    private static final byte[] PLAIN = "one line\n".repeat(5_000).getBytes(UTF_8);

    private static byte[] zipped() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(PLAIN);
        }
        return bytes.toByteArray();
    }

    private static byte[] all(InputStream body) throws SyncException {
        try {
            return body.readAllBytes();
        } catch (IOException e) {
            throw new SyncException(ErrorCode.MESSAGE_TRUNCATED, true, "cut", e);
        }
    }

    private static SyncException refused(@Nullable String coding, InputStream body) {
        try {
            Incoming.read(coding, body, IncomingTest::all);
        } catch (SyncException refusal) {
            return refusal;
        }
        throw new AssertionError("it was read");
    }

    @Test
    @DisplayName("is inflated when its header says gzip, in any case, and else read as it is")
    void codings() throws Exception {
        for (String coding : new String[] {"gzip", "GZIP"}) {
            assertThat(Incoming.read(coding, new ByteArrayInputStream(zipped()), IncomingTest::all))
                    .isEqualTo(PLAIN);
        }
        for (String coding : new String[] {null, "identity", "Identity"}) {
            assertThat(Incoming.read(coding, new ByteArrayInputStream(PLAIN), IncomingTest::all))
                    .isEqualTo(PLAIN);
        }
    }

    @Test
    @DisplayName("of another coding is refused and read to its end, since many clients answer only then")
    void anotherCoding() {
        for (String coding : new String[] {"br", "gzip, gzip", ""}) {
            var body = new ByteArrayInputStream(PLAIN);
            assertThatThrownBy(() -> Incoming.read(coding, body, IncomingTest::all))
                    .isInstanceOf(ProblemException.class);
            assertThat(body.available()).as(coding).isZero();
        }
    }

    @Test
    @DisplayName("that is no gzip, or ends in its head, is told from one that is cut")
    void brokenGzip() throws IOException {
        assertThat(refused("gzip", new ByteArrayInputStream(PLAIN)).code()).isEqualTo(ErrorCode.MESSAGE_MALFORMED);
        byte[] whole = zipped();
        for (int length : new int[] {0, 1, 9}) {
            SyncException head = refused("gzip", new ByteArrayInputStream(Arrays.copyOf(whole, length)));
            assertThat(head.code()).as("%d bytes", length).isEqualTo(ErrorCode.MESSAGE_TRUNCATED);
            assertThat(head.retryable()).isTrue();
        }
        for (int cut : new int[] {1, 8, 20}) {
            var body = new ByteArrayInputStream(Arrays.copyOf(whole, whole.length - cut));
            assertThat(refused("gzip", body).code()).as("%d short", cut).isEqualTo(ErrorCode.MESSAGE_TRUNCATED);
        }
    }

    @Test
    @DisplayName("is read to its end after a refusal in its middle, and the refusal is what is told")
    void theRestIsRead() {
        var body = new ByteArrayInputStream(PLAIN);
        SyncException told = SyncException.permanent(ErrorCode.STALE_TOKEN, "old");
        assertThatThrownBy(() -> Incoming.read(null, body, in -> {
                    throw told;
                }))
                .isSameAs(told);
        assertThat(body.available()).isZero();
    }

    @Test
    @DisplayName("that breaks while the rest is read does not hide the refusal")
    void aBrokenRest() throws IOException {
        SyncException told = SyncException.permanent(ErrorCode.STALE_TOKEN, "old");
        InputStream gone = InputStream.nullInputStream();
        gone.close();
        assertThatThrownBy(() -> Incoming.read(null, gone, in -> {
                    throw told;
                }))
                .isSameAs(told);
    }

    @Test
    @DisplayName("without an end is not read for ever after a refusal")
    void anEndlessRest() {
        var endless = new Endless();
        assertThatThrownBy(() -> Incoming.read(null, endless, in -> {
                    throw SyncException.permanent(ErrorCode.STALE_TOKEN, "old");
                }))
                .isInstanceOf(SyncException.class);
        assertThat(endless.given).isBetween(256L << 20, 257L << 20);
    }

    @Test
    @DisplayName("of a caller who is put off is left, since reading it would make a busy server busier")
    void theRestOfOneWhoIsPutOff() {
        var endless = new Endless();
        assertThatThrownBy(() -> Incoming.read(null, endless, in -> {
                    throw SyncException.passing(ErrorCode.RATE_LIMITED, "busy");
                }))
                .isInstanceOf(SyncException.class);
        assertThat(endless.given).isBetween(1L << 20, 2L << 20);
    }

    private static final class Endless extends InputStream {
        private long given;

        @Override
        public int read() {
            given++;
            return 0;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            given += length;
            return length;
        }
    }
}

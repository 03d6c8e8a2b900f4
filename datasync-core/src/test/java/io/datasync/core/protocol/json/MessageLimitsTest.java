package io.datasync.core.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Messages that are too large, too deep, or cut")
class MessageLimitsTest extends ReadMessages {
    /** A beginning and then one byte for ever, or nearly. */
    private static final class Endless extends InputStream {
        private final byte[] beginning;
        private final long length;
        private final int filler;
        private long given;

        Endless(String beginning, long length) {
            this(beginning, length, 'x');
        }

        Endless(String beginning, long length, int filler) {
            this.beginning = beginning.getBytes(UTF_8);
            this.length = length;
            this.filler = filler;
        }

        @Override
        public int read() {
            if (given == length) {
                return -1;
            }
            given++;
            return given <= beginning.length ? beginning[(int) given - 1] : filler;
        }

        @Override
        public int read(byte[] buffer, int offset, int wanted) {
            for (int i = 0; i < wanted; i++) {
                int b = read();
                if (b < 0) {
                    return i == 0 ? -1 : i;
                }
                buffer[offset + i] = (byte) b;
            }
            return wanted;
        }
    }

    @Test
    @DisplayName("I-11 depth, numbers and names have limits")
    void depthHasALimit() {
        String deep = "{'x':" + "[".repeat(100_000);
        refused(RunJson::readCompleteRequest, deep, ErrorCode.MESSAGE_TOO_LARGE, "nesting depth");
        String number = COMPLETE.replace("'uploaded':1", "'uploaded':" + "9".repeat(100_000));
        refused(RunJson::readCompleteRequest, number, ErrorCode.MESSAGE_TOO_LARGE, "exceeds the maximum");
        String name = COMPLETE.replace("'uploaded':1", "'" + "x".repeat(100_000) + "':1");
        refused(RunJson::readCompleteRequest, name, ErrorCode.MESSAGE_TOO_LARGE, "exceeds the maximum");
        String text = COMPLETE.replace("'uploaded':1", "'uploaded':'" + "x".repeat(100_000) + "'");
        refused(RunJson::readCompleteRequest, text, ErrorCode.MESSAGE_TOO_LARGE, "exceeds the maximum");
    }

    @Test
    @DisplayName("I-11 a line of 10 MB is refused before it is in memory")
    void aLongLineIsRefused() {
        Endless endless = new Endless("{\"x\":\"", 10 << 20);
        SyncException e = refusal(HostileMessageTest::lines, endless);
        assertThat(e.code()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
        assertThat(endless.given).isLessThan(100_000);
    }

    @Test
    @DisplayName("I-11 an endless document is refused")
    void anEndlessDocumentIsRefused() {
        Endless endless = new Endless("{", Long.MAX_VALUE);
        assertThat(refusal(RunJson::readCompleteRequest, endless).code()).isEqualTo(ErrorCode.MESSAGE_MALFORMED);
        Endless blanks = new Endless("", Long.MAX_VALUE, ' ');
        assertThat(refusal(RunJson::readCompleteRequest, blanks).code()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
        assertThat(blanks.given).isLessThan(JsonLimits.DEFAULTS.documentBytesMax() + 100_000);
    }

    @Test
    @DisplayName("I-11 a bomb of gzip stops at the limit after decompression")
    void aBombIsRefused() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            byte[] blanks = " ".repeat(1 << 20).getBytes(UTF_8);
            for (int i = 0; i < 50; i++) {
                gzip.write(blanks);
            }
        }
        InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.toByteArray()));
        assertThat(refusal(RunJson::readCompleteRequest, in).code()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
    }

    @Test
    @DisplayName("I-11 the number of lines, reports and folders has a limit")
    void countsHaveALimit() {
        JsonLimits few = new JsonLimits(1_000, 1_000, 1_000, 3);
        String four = (ITEM + "\n").repeat(4) + "{'end':4}\n";
        assertThatThrownBy(() -> lines(stream(four), few))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE));
        String reports = "{'report':'gone','scanSeq':1,'path':'a'}\n".repeat(1_001) + "{'end':1001}\n";
        refused(ProgressJson::readRequest, reports, ErrorCode.MESSAGE_TOO_LARGE, "1000 reports");
        String folder = "{'name':'.','count':0,'bytes':0,'digest':'" + "0".repeat(64) + "'}";
        String folders = OPEN.replace("[]", "[" + (folder + ",").repeat(100_000) + folder + "]");
        refused(RunJson::readOpenRequest, folders, ErrorCode.MESSAGE_TOO_LARGE, "100000");
    }

    @Test
    @DisplayName("A message whose end line is missing, wrong or not the last is refused")
    void theEndLineIsChecked() {
        refused(HostileMessageTest::lines, "", ErrorCode.MESSAGE_TRUNCATED, "without its last");
        refused(HostileMessageTest::lines, ITEM + "\n", ErrorCode.MESSAGE_TRUNCATED, "without its last");
        refused(
                HostileMessageTest::lines,
                ITEM + "\n{'end':2}\n",
                ErrorCode.MESSAGE_TRUNCATED,
                "says 2 lines and holds 1");
        refused(HostileMessageTest::lines, "{'end':0}\n" + ITEM, ErrorCode.MESSAGE_MALFORMED, "after the last line");
        refused(HostileMessageTest::lines, "{'end':'0'}\n", ErrorCode.MESSAGE_MALFORMED, "end: not a number");
        refused(HostileMessageTest::lines, "\n{'end':0}\n", ErrorCode.MESSAGE_TRUNCATED, "empty");
    }

    @Test
    @DisplayName("An empty or cut document is truncated")
    void aCutDocumentIsTruncated() {
        refused(RunJson::readCompleteRequest, "", ErrorCode.MESSAGE_TRUNCATED, "empty");
        for (int length = 1; length < COMPLETE.length(); length++) {
            refused(RunJson::readCompleteRequest, COMPLETE.substring(0, length), ErrorCode.MESSAGE_TRUNCATED, "early");
        }
        refused(RunJson::readCompleteRequest, COMPLETE + "x", ErrorCode.MESSAGE_MALFORMED, "x");
        refused(RunJson::readCompleteRequest, COMPLETE + "{}", ErrorCode.MESSAGE_MALFORMED, "after the object");
        refused(RunJson::readCompleteRequest, "[]", ErrorCode.MESSAGE_MALFORMED, "not a JSON object");
    }

    @Test
    @DisplayName("A connection that breaks, and gzip that is none, say so")
    void aBrokenConnectionIsTruncated() throws IOException {
        InputStream broken = new FilterInputStream(stream(COMPLETE)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("connection reset");
            }
        };
        SyncException e = refusal(RunJson::readCompleteRequest, broken);
        assertThat(e.code()).isEqualTo(ErrorCode.MESSAGE_TRUNCATED);
        assertThat(e.retryable()).isTrue();
        assertThat(e).hasMessageContaining("connection reset");
    }
}

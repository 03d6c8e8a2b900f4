package io.datasync.core.loss;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.Report;
import io.datasync.core.protocol.json.LossLineWriter;
import io.datasync.core.store.ControlName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossFileTest {
    private static final List<Report.Lost> GOLDEN = List.of(
            new Report.Lost(
                    17,
                    SourceEntry.file(RelativePath.known("2026-04-23/part-0042.csv"), 4_096, 17_768_736_000_000_000L),
                    Instant.parse("2026-04-23T12:00:00.123456789Z")),
            new Report.Lost(
                    18,
                    SourceEntry.file(RelativePath.known("größe ␛FF.bin"), 0, Long.MIN_VALUE),
                    Instant.parse("2026-04-23T12:00:01Z")));

    private static final List<Report.Lost> GOLDEN_ARCHIVED = List.of(new Report.Lost(
            19, GOLDEN.get(0).entry(), Instant.parse("2026-04-23T12:00:02Z"), Optional.of(Digest.OF_NOTHING)));

    private static byte[] golden() throws IOException {
        return golden("losses.ndjson");
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = LossFileTest.class.getResourceAsStream("/golden/loss/" + name)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private static byte[] written(List<Report.Lost> losses) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LossLineWriter writer = new LossLineWriter(out);
        for (Report.Lost loss : losses) {
            writer.write(loss);
        }
        writer.finish();
        return out.toByteArray();
    }

    @Test
    @DisplayName("D-13 losses are written as the golden file has them, and read again")
    void theGoldenFile() throws Exception {
        assertThat(new String(written(GOLDEN), UTF_8)).isEqualTo(new String(golden(), UTF_8));
        assertThat(LossFileReader.read(golden())).isEqualTo(GOLDEN);
        assertThat(LossFileReader.read(written(List.of()))).isEmpty();
    }

    @Test
    @DisplayName("D-13 D-12 a loss names the earlier content that is archived, as the golden file has it")
    void theGoldenFileOfChangedFiles() throws Exception {
        byte[] golden = golden("losses-archived.ndjson");
        assertThat(new String(written(GOLDEN_ARCHIVED), UTF_8)).isEqualTo(new String(golden, UTF_8));
        assertThat(LossFileReader.read(golden)).isEqualTo(GOLDEN_ARCHIVED);
    }

    @Test
    @DisplayName("D-13 a path that is longer than the index can hold is written and read all the same")
    void aLongPath() throws Exception {
        String path = "d/".repeat(1_900) + "f";
        Report.Lost loss = new Report.Lost(
                1, SourceEntry.file(RelativePath.known(path), 1, 1), Instant.parse("2026-04-23T12:00:00Z"));
        assertThat(LossFileReader.read(written(List.of(loss)))).containsExactly(loss);
    }

    @Test
    @DisplayName("D-13 the first part has the name of the run, later ones a number")
    void names() {
        RunId run = new RunId("run-1");
        assertThat(new LossFile(run, 1).name()).isEqualTo(new ControlName("losses/run-1.ndjson"));
        assertThat(new LossFile(run, 3).name()).isEqualTo(new ControlName("losses/run-1.part-3.ndjson"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'end':1}|MESSAGE_TRUNCATED",
                "{'end':0}x|MESSAGE_MALFORMED",
                "{'path':'a','size':1,'ticks':'1','noticedAt':'2026-04-23T12:00:00Z','scanSeq':1}|MESSAGE_TRUNCATED",
                "{'path':'../a','size':1,'ticks':'1','noticedAt':'2026-04-23T12:00:00Z','scanSeq':1}|PATH_INVALID",
                "{'path':'a','size':-1,'ticks':'1','noticedAt':'2026-04-23T12:00:00Z','scanSeq':1}|MESSAGE_MALFORMED",
                "{'path':'a','size':1,'ticks':1,'noticedAt':'2026-04-23T12:00:00Z','scanSeq':1}|MESSAGE_MALFORMED",
                "{'path':'a','size':1,'ticks':'1','noticedAt':'yesterday','scanSeq':1}|MESSAGE_MALFORMED",
                "{'path':'a','size':1,'ticks':'1','noticedAt':'2026-04-23T12:00:00Z'}|MESSAGE_MALFORMED",
                "{'size':1,'ticks':'1','noticedAt':'2026-04-23T12:00:00Z','scanSeq':1}|MESSAGE_MALFORMED",
                "{'path':'a','size':1,'ticks':'1','noticedAt':'2026-04-23T12:00:00Z','scanSeq':1,'archived':'ab'}|MESSAGE_MALFORMED",
                "[]|MESSAGE_MALFORMED"
            })
    @DisplayName("D-13 a file that is cut, or holds what is never written, is refused with a code")
    void badFiles(String text, ErrorCode code) {
        byte[] content = (text.replace('\'', '"') + "\n").getBytes(UTF_8);
        assertThat(refusal(content)).isEqualTo(code);
    }

    @Test
    @DisplayName(
            "D-13 I-11 each cut of a file is refused, and so is one with more lines, or longer ones, than are written")
    void cutsAndLimits() throws Exception {
        byte[] whole = golden();
        for (int length = 0; length < whole.length - 2; length++) {
            assertThat(refusal(Arrays.copyOf(whole, length)))
                    .describedAs("cut after %d bytes", length)
                    .isEqualTo(ErrorCode.MESSAGE_TRUNCATED);
        }
        Report.Lost loss = GOLDEN.get(0);
        assertThat(refusal(written(Collections.nCopies(LossFile.LINES_MAX + 1, loss))))
                .isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
        assertThat(LossFileReader.read(written(Collections.nCopies(LossFile.LINES_MAX, loss))))
                .hasSize(LossFile.LINES_MAX);
        assertThat(refusal(("{\"path\":\"" + "a".repeat(40_000)).getBytes(UTF_8)))
                .isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
    }

    private static ErrorCode refusal(byte[] content) {
        return Assertions.catchThrowableOfType(SyncException.class, () -> LossFileReader.read(content))
                .code();
    }
}

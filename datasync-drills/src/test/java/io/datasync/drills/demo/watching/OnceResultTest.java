package io.datasync.drills.demo.watching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.datasync.drills.demo.ending.DemoFailure;
import io.datasync.drills.demo.ending.Ending;
import io.datasync.drills.demo.terminal.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OnceResultTest {
    private static final Path SOURCE = Path.of("/data");
    private static final Path ARCHIVED = Path.of("/archive/job");

    private static String json(String counts, String more) {
        return "{\"job\":\"j\"," + counts + ",\"incompleteFolders\":0,\"seconds\":8.6,\"reported\":true" + more + "}";
    }

    /** Of which no file is named. */
    private static String json(String counts) {
        return json(counts, ",\"lostFiles\":[],\"failures\":[]");
    }

    private static String counts(long verified, long inFlight, long failed, long lost, long uploaded) {
        long seen = verified + inFlight + failed + lost + 6;
        return "\"seen\":" + seen + ",\"verified\":" + verified + ",\"inFlight\":" + inFlight
                + ",\"excluded\":6,\"failed\":" + failed + ",\"lost\":" + lost + ",\"uploaded\":" + uploaded
                + ",\"bytes\":" + uploaded * 1_000;
    }

    private static OnceResult read(String json) throws DemoFailure {
        return OnceResult.of(List.of("a log line", json), SOURCE, ARCHIVED, 2_100_000_000L);
    }

    private static String failure(String json) throws DemoFailure {
        return read(json).failure().map(DemoFailure::line).orElse("none");
    }

    @Test
    @DisplayName("PLAT-4 a run that archived everything is done, and says what it sent")
    void aWholeRunIsDone() throws DemoFailure {
        OnceResult result = read(json(counts(11_198, 0, 0, 0, 11_198)));
        assertThat(result.failure()).isEmpty();
        assertThat(result.sentence())
                .isEqualTo("Done: seen 11,204 = verified 11,198 + in flight 0 + excluded 6 + failed 0 + lost 0. "
                        + "1,302 files/s, 11.2 MB in 8.6 s. Archive: /archive/job");
    }

    @Test
    @DisplayName("PLAT-4 what went wrong is thrown after it was told, with the figures")
    void whatWentWrongIsThrown() throws DemoFailure {
        var out = new ByteArrayOutputStream();
        var screen = new Screen(new PrintStream(out, true, StandardCharsets.UTF_8), false, 0, () -> 0);
        read(json(counts(10, 0, 0, 0, 10))).tell(screen, false);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Done: ").hasLineCount(1);
        OnceResult lost = read(json(counts(10, 0, 0, 2, 10)));
        out.reset();
        assertThatExceptionOfType(DemoFailure.class)
                .isThrownBy(() -> lost.tell(screen, true))
                .satisfies(failure -> assertThat(failure.ending()).isEqualTo(Ending.WORK_FAILED));
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        told -> assertThat(told).startsWith("Ended: "),
                        json -> assertThat(json).startsWith("{").contains("\"lost\":2"));
    }

    @Test
    @DisplayName("PLAT-4 a second run sent nothing")
    void aSecondRunSentNothing() throws DemoFailure {
        OnceResult result = read(json(counts(11_198, 0, 0, 0, 0)));
        assertThat(result.sentence())
                .contains(". 0 files sent, all 11,198 were verified before and have not changed since. Archive");
    }

    @Test
    @DisplayName("OPS-6 a full disk says how much is missing")
    void aFullDiskIsSaid() throws DemoFailure {
        String full = json(
                counts(3_174, 34, 0, 0, 3_174),
                ",\"code\":\"share_full\",\"detail\":\"no space\",\"lostFiles\":[],\"failures\":[]");
        assertThat(failure(full))
                .isEqualTo("The archive disk is full. 34 of 3,214 files are not archived and stay in the source. "
                        + "Free 2.1 GB and start again. (share_full)");
        assertThat(read(full).sentence()).startsWith("Ended: seen 3,214 = ");
    }

    @Test
    @DisplayName("RUN-8 files that failed are named with their codes")
    void failedFilesAreNamed() throws DemoFailure {
        String partial = json(
                counts(10, 0, 1, 0, 10),
                ",\"lostFiles\":[],\"failures\":[{\"path\":\"a/b.csv\",\"code\":\"file_unreadable\"}]");
        assertThat(failure(partial))
                .isEqualTo("1 of 17 files is not archived and stays in the source. For example: a/b.csv"
                        + " (file_unreadable). (file_unreadable)");
    }

    @Test
    @DisplayName("CORE-10 a loss is no success")
    void aLossIsNoSuccess() throws DemoFailure {
        String lost = ",\"lostFiles\":[{\"path\":\"a/old.csv\",\"code\":\"file_vanished\"}],\"failures\":[]";
        assertThat(failure(json(counts(10, 0, 0, 2, 10), lost)))
                .contains("2 files lost")
                .endsWith("For example: a/old.csv (file_vanished). (file_vanished)");
    }

    @Test
    @DisplayName("Whatever stops a run is passed on with its code")
    void whatStopsARunIsPassedOn() throws DemoFailure {
        String stopped = json(
                counts(0, 3, 0, 0, 0),
                ",\"code\":\"source_changed\",\"detail\":\"Another disk is there\",\"lostFiles\":[],\"failures\":[]");
        assertThat(failure(stopped))
                .startsWith("Another disk is there. 3 of 9 files")
                .endsWith("(source_changed)");
    }

    @Test
    @DisplayName("A job that ended without figures is passed on with its code")
    void aRefusalIsPassedOn() {
        String refused = "{\"job\":\"j\",\"code\":\"journal_io\",\"detail\":\"The journal cannot be written\"}";
        assertThatExceptionOfType(DemoFailure.class)
                .isThrownBy(() -> read(refused))
                .satisfies(
                        failure -> assertThat(failure.line()).isEqualTo("The journal cannot be written (journal_io)"));
    }

    @Test
    @DisplayName("An agent that ended without a result is told by its last words")
    void noResultIsTold() {
        assertThatExceptionOfType(DemoFailure.class)
                .isThrownBy(() -> OnceResult.of(List.of("HOME is taken"), SOURCE, ARCHIVED, 0))
                .withMessageContaining("HOME is taken");
    }
}

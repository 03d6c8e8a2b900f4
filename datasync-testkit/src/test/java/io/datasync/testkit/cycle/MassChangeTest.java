package io.datasync.testkit.cycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.cycle.CycleListener;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.masschange.ChangeDecision;
import io.datasync.core.masschange.MassChangeSettings;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.Report;
import io.datasync.testkit.fault.SimulatedCrash;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Too many archived files that change at once")
class MassChangeTest extends OnePc {
    private static final int FILES = 20;

    /** Twenty archived files; five are a mass change. */
    @BeforeEach
    void archived() throws Exception {
        for (String path : List.of("2026-04-22/a.csv", "2026-04-22/b.csv", "2026-04-23/c.csv")) {
            Files.delete(source.resolve(path));
        }
        for (int i = 0; i < FILES; i++) {
            pc.write(name(i), "content " + i, Duration.ofHours(FILES - i));
        }
        pc.settings = pc.settings.with(new MassChangeSettings(25, 5));
        assertThat(pc.cycle().balance()).isEqualTo(balance(FILES, FILES, 0, 0, 0, 0));
        pc.cycleAfter(LATER);
    }

    private static String name(int i) {
        return "2026-04-23/f" + (100 + i) + ".csv";
    }

    private void change(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            pc.write(name(i), "encrypted " + i, Duration.ofMinutes(5));
        }
    }

    private CompleteRequest told() {
        return pc.server.completed.get(pc.server.completed.size() - 1);
    }

    private CycleResult deciding(ChangeDecision decision) throws Exception {
        pc.settings = pc.settings.deciding(decision);
        CycleResult result = pc.cycleAfter(LATER);
        pc.settings = pc.settings.deciding(ChangeDecision.JUDGE);
        return result;
    }

    private void diesBeforeTheUpload(ChangeDecision decision) throws Exception {
        pc.listener = new CycleListener() {
            @Override
            public void phase(Phase phase) {
                if (phase == Phase.UPLOAD) {
                    throw new SimulatedCrash("before the upload");
                }
            }
        };
        assertThatThrownBy(() -> deciding(decision)).isInstanceOf(SimulatedCrash.class);
        pc.listener = CycleListener.NONE;
        pc.settings = pc.settings.deciding(ChangeDecision.JUDGE);
        pc.restart();
    }

    @Test
    @DisplayName("D-12 CORE-11 the changed files are held and named, new ones are archived, and the server is told")
    void changedFilesAreHeld() throws Exception {
        List<Object> heard = new ArrayList<>();
        pc.listener = new CycleListener() {
            @Override
            public void massChange(long held, long renamed, List<CycleResult.NamedFile> first) {
                heard.addAll(List.of(held, renamed, first.size()));
            }
        };
        change(0, 5);
        pc.write("2026-04-23/new.csv", "new");
        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.balance()).isEqualTo(balance(FILES + 1, FILES - 4, 0, 0, 5, 0));
        assertThat(result.isSuccess()).isFalse();
        assertThat(result.changes().stands()).isTrue();
        assertThat(named(result.failures()))
                .hasSize(5)
                .startsWith(name(0) + " file_held")
                .endsWith(name(4) + " file_held");
        assertThat(heard).isEqualTo(List.of(5L, 0L, 5));
        assertThat(pc.archive()).contains("2026-04-23/new.csv");
        assertThat(pc.content(name(0))).isEqualTo("content 0");
        assertThat(told().held()).isEqualTo(5);
        assertThat(pc.server.reports)
                .filteredOn(report -> report instanceof Report.Failed failed && failed.code() == ErrorCode.FILE_HELD)
                .hasSize(5);
    }

    @Test
    @DisplayName("D-12 one file less is ordinary work: it is archived, the earlier content as a version")
    void belowTheThreshold() throws Exception {
        change(0, 4);
        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.balance()).isEqualTo(balance(FILES, FILES, 0, 0, 0, 0));
        assertThat(pc.content(name(0))).isEqualTo("encrypted 0");
        assertThat(told().massChange()).isFalse();
    }

    @Test
    @DisplayName(
            "D-12 D-26 the hold outlives a restart and costs no run once it is told; what changes meanwhile is held too")
    void theHoldStands() throws Exception {
        change(0, 5);
        pc.cycleAfter(LATER);
        int runs = pc.server.completed.size();
        pc.restart();
        CycleResult idle = pc.cycleAfter(LATER);
        assertThat(idle.balance()).isEqualTo(balance(FILES, FILES - 5, 0, 0, 5, 0));
        assertThat(idle.failures()).hasSize(5);
        assertThat(idle.run()).isEmpty();
        assertThat(pc.server.completed).hasSize(runs);

        change(4, 6);
        CycleResult further = pc.cycleAfter(LATER);
        assertThat(further.balance()).isEqualTo(balance(FILES, FILES - 6, 0, 0, 6, 0));
        assertThat(told().held()).isEqualTo(6);
        assertThat(pc.content(name(5))).isEqualTo("content 5");
    }

    @Test
    @DisplayName(
            "D-12 a hold is made good after a crash between observing and holding, and counts what came in portions")
    void aCrashBeforeTheHold() throws Exception {
        change(0, 3);
        diesBeforeTheUpload(ChangeDecision.JUDGE);
        change(3, 5);
        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.balance()).isEqualTo(balance(FILES, FILES - 5, 0, 0, 5, 0));
        assertThat(pc.content(name(0))).isEqualTo("content 0");
    }

    @Test
    @DisplayName(
            "D-12 D-6 accepted files are archived as versions, also when the upload is cut, and are not held again")
    void accepting() throws Exception {
        change(0, 5);
        pc.cycleAfter(LATER);
        change(5, 7);
        diesBeforeTheUpload(ChangeDecision.ACCEPT);
        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.balance()).isEqualTo(balance(FILES, FILES, 0, 0, 0, 0));
        assertThat(result.uploaded()).isEqualTo(7);
        assertThat(told().massChange()).isFalse();
        assertThat(pc.content(name(0))).isEqualTo("encrypted 0");
        assertThat(pc.cycleAfter(LATER).run()).isEmpty();
    }

    @Test
    @DisplayName("D-12 accepting counts each file once, held before or changed since")
    void acceptingCounts() throws Exception {
        change(0, 5);
        pc.cycleAfter(LATER);
        change(4, 8);
        CycleResult result = deciding(ChangeDecision.ACCEPT);
        assertThat(result.balance()).isEqualTo(balance(FILES, FILES, 0, 0, 0, 0));
        assertThat(result.uploaded()).isEqualTo(8);
    }

    @Test
    @DisplayName(
            "D-12 D-3 quarantined files stay out, count as excluded, and fail no run; a new change of one is archived")
    void quarantining() throws Exception {
        change(0, 5);
        pc.cycleAfter(LATER);
        CycleResult result = deciding(ChangeDecision.QUARANTINE);
        assertThat(result.balance()).isEqualTo(balance(FILES, FILES - 5, 0, 5, 0, 0));
        assertThat(result.isSuccess()).isTrue();
        assertThat(result.changes().quarantined()).isEqualTo(5);
        assertThat(told().massChange()).isFalse();
        assertThat(pc.cycleAfter(LATER).balance()).isEqualTo(balance(FILES, FILES - 5, 0, 5, 0, 0));
        assertThat(pc.content(name(0))).isEqualTo("content 0");

        pc.write(name(0), "by hand", Duration.ofMinutes(3));
        assertThat(pc.cycleAfter(LATER).balance()).isEqualTo(balance(FILES, FILES - 4, 0, 4, 0, 0));
        assertThat(pc.content(name(0))).isEqualTo("by hand");
    }

    @Test
    @DisplayName(
            "D-12 files that are put back as they were are verified again, and the alert ends with the last of them")
    void putBack() throws Exception {
        change(0, 5);
        pc.cycleAfter(LATER);
        for (int i = 0; i < 5; i++) {
            var file = source.resolve(name(i));
            Files.writeString(file, "content " + i);
            var before = pc.job()
                    .find(List.of(RelativePath.known(name(i))))
                    .get(0)
                    .verified()
                    .orElseThrow();
            Files.setLastModifiedTime(
                    file, FileTime.from(Ticks.toInstant(before.entry().ticks())));
        }
        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.balance()).isEqualTo(balance(FILES, FILES, 0, 0, 0, 0));
        assertThat(result.changes().stands()).isFalse();
        assertThat(told().massChange()).isFalse();
        assertThat(result.uploaded()).isZero();
    }

    @Test
    @DisplayName(
            "D-12 CORE-10 I-6 a held file that vanishes is a loss, once, in the balance; what was archived of it stays")
    void aHeldFileVanishes() throws Exception {
        change(0, 5);
        pc.cycleAfter(LATER);
        Files.delete(source.resolve(name(0)));
        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.balance()).isEqualTo(balance(FILES, FILES - 5, 0, 0, 4, 1));
        assertThat(named(result.lostFiles())).containsExactly(name(0) + " file_vanished");
        assertThat(told().held()).isEqualTo(4);
        assertThat(pc.server.reports)
                .filteredOn(Report.Lost.class::isInstance)
                .singleElement()
                .satisfies(report -> {
                    Report.Lost lost = (Report.Lost) report;
                    assertThat(lost.entry().sizeBytes()).isEqualTo("encrypted 0".length());
                    assertThat(lost.archived()).contains(digest("content 0"));
                });
        assertThat(pc.content(name(0))).isEqualTo("content 0");
        assertThat(pc.cycleAfter(LATER).balance()).isEqualTo(balance(FILES - 1, FILES - 5, 0, 0, 4, 0));
    }

    @Test
    @DisplayName("D-12 CORE-10 a quarantined file that vanishes is no loss: a person keeps what it held out")
    void aQuarantinedFileVanishes() throws Exception {
        change(0, 5);
        pc.cycleAfter(LATER);
        deciding(ChangeDecision.QUARANTINE);
        Files.delete(source.resolve(name(0)));
        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.balance()).isEqualTo(balance(FILES - 1, FILES - 5, 0, 4, 0, 0));
        assertThat(pc.server.reports).noneMatch(Report.Lost.class::isInstance);
        assertThat(pc.content(name(0))).isEqualTo("content 0");
    }

    @Test
    @DisplayName("D-12 CORE-10 a mass change is over when every held file has vanished: each is a loss")
    void everyHeldFileVanishes() throws Exception {
        change(0, 5);
        pc.cycleAfter(LATER);
        for (int i = 0; i < 5; i++) {
            Files.delete(source.resolve(name(i)));
        }
        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.balance()).isEqualTo(balance(FILES, FILES - 5, 0, 0, 0, 5));
        assertThat(result.changes().stands()).isFalse();
        assertThat(told().massChange()).isFalse();
    }

    private static Digest digest(String content) {
        return Digest.of(Digest.sha256().digest(content.getBytes(UTF_8)));
    }

    @Test
    @DisplayName(
            "D-12 as many recent names gone as new ones came is a mass change: the new names are archived, and it stands until a person decides")
    void renaming() throws Exception {
        for (int i = FILES - 5; i < FILES; i++) {
            Files.move(source.resolve(name(i)), source.resolve(name(i) + ".locked"));
        }
        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.balance()).isEqualTo(balance(FILES, FILES, 0, 0, 0, 0));
        assertThat(result.changes().renamed()).isEqualTo(5);
        assertThat(told().renamed()).isEqualTo(5);
        assertThat(pc.cycleAfter(LATER).changes().stands()).isTrue();
        change(0, 1);
        assertThat(pc.cycleAfter(LATER).balance().failed()).isEqualTo(1);
        assertThat(deciding(ChangeDecision.ACCEPT).changes().stands()).isFalse();
        assertThat(told().massChange()).isFalse();
    }

    @Test
    @DisplayName("D-12 a purge of the oldest beside as many new files is no mass change")
    void aPurge() throws Exception {
        for (int i = 0; i < 8; i++) {
            Files.delete(source.resolve(name(i)));
            pc.write("2026-04-24/new" + i + ".csv", "new " + i, Duration.ofMinutes(3));
        }
        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.balance()).isEqualTo(balance(FILES, FILES, 0, 0, 0, 0));
        assertThat(result.changes().stands()).isFalse();
    }
}

package io.datasync.testkit.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.VersionRow;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.reconcile.ReconcileReport;
import io.datasync.core.reconcile.ReconcileSettings;
import io.datasync.core.reconcile.Reconciler;
import io.datasync.core.repair.Pacing;
import io.datasync.core.repair.RepairListener;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.VersionName;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A file that becomes a folder, and a folder that becomes a file, from the source to the index")
class FileBecomesFolderTest extends IndexedPc {
    private int repairs;

    @BeforeEach
    void anArchivedNeighbour() throws Exception {
        pc.write("2026-04-23/still", "does not change");
    }

    /** Twice, a lease apart, as it takes to call a file missing. */
    private void reconcileFindsNothing() throws SyncException {
        for (int i = 0; i < 2; i++) {
            pc.clock.advance(Duration.ofMinutes(6));
            try (ArchiveStore look = pc.share.open()) {
                ReconcileReport report = new Reconciler(
                                index,
                                look,
                                CycleFixture.JOB,
                                ReconcileSettings.DEFAULTS,
                                Pacing.NONE,
                                RepairListener.NONE)
                        .run(new RunId("repair-" + ++repairs));
                assertThat(report.changes()).isEmpty();
            }
        }
        assertThat(index.findings(CycleFixture.JOB)).isEmpty();
    }

    /** Whoever has the journal and the index says the same of what is at the source. */
    private void bothSidesAgree() throws SyncException {
        for (FolderRow folder : index.folders(CycleFixture.JOB)) {
            assertThat(folder.atSource())
                    .as(folder.name().text())
                    .isEqualTo(pc.job().summaries().getOrDefault(folder.name(), SetSummary.EMPTY));
        }
    }

    private List<Fact> versions() {
        return index.versions(CycleFixture.JOB).stream().map(VersionRow::fact).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-04-23/x", "2026-04-23/deep/x", "x"})
    @DisplayName(
            "D-6 D-1 D-4 the file's content is a version on record, its row is the folder's, and nothing is missing")
    void aFileBecomesAFolder(String name) throws Exception {
        pc.write(name, "was a file");
        pc.cycle();
        Fact file = row(name).fact();
        Files.delete(source.resolve(name));
        pc.write(name + "/sub/a", "below it");
        pc.write(name + "/b", "beside that");
        assertThat(pc.cycleAfter(LATER).balance().verified()).isEqualTo(3);

        EntryRow after = row(name);
        assertThat(after.fact().entry().kind()).isEqualTo(EntryKind.FOLDER);
        assertThat(after.state()).isEqualTo(EntryState.VERIFIED);
        assertThat(after.atSource()).isFalse();
        assertThat(versions()).containsExactly(file);
        try (ArchiveStore look = pc.share.open()) {
            assertThat(look.findVersion(
                            file.entry().path(), new VersionName(file.entry().ticks(), file.digest())))
                    .isPresent();
        }
        assertThat(row(name + "/sub/a").atSource()).isTrue();
        bothSidesAgree();
        reconcileFindsNothing();
        assertThat(pc.cycleAfter(LATER).run()).isEmpty();

        Files.delete(source.resolve(name + "/sub/a"));
        Files.delete(source.resolve(name + "/sub"));
        Files.delete(source.resolve(name + "/b"));
        pc.cycleAfter(LATER);
        assertThat(row(name).atSource()).as("an empty folder is an entry").isTrue();
        bothSidesAgree();
    }

    @Test
    @DisplayName("D-6 an empty file that becomes an empty folder is a version too, though the digests are equal")
    void anEmptyFileBecomesAnEmptyFolder() throws Exception {
        pc.write("2026-04-23/x", "");
        pc.cycle();
        Fact file = row("2026-04-23/x").fact();
        Files.delete(source.resolve("2026-04-23/x"));
        Files.createDirectory(source.resolve("2026-04-23/x"));
        pc.cycleAfter(LATER);
        assertThat(row("2026-04-23/x").fact().entry().kind()).isEqualTo(EntryKind.FOLDER);
        assertThat(versions()).containsExactly(file);
        bothSidesAgree();
        reconcileFindsNothing();
    }

    @Test
    @DisplayName(
            "D-6 I-2 a folder with archived files never gives way: they stay verified, and the file of its name fails by name")
    void aFolderBecomesAFile() throws Exception {
        pc.write("2026-04-23/x/a", "below it");
        pc.cycle();
        EntryRow below = row("2026-04-23/x/a");
        Files.delete(source.resolve("2026-04-23/x/a"));
        Files.delete(source.resolve("2026-04-23/x"));
        pc.write("2026-04-23/x", "a file now");
        var result = pc.cycleAfter(LATER);
        assertThat(OnePc.named(result.failures())).containsExactly("2026-04-23/x name_exists");
        assertThat(result.balance()).isEqualTo(OnePc.balance(2, 1, 0, 0, 1, 0));
        assertThat(row("2026-04-23/x/a").fact()).isEqualTo(below.fact());
        assertThat(row("2026-04-23/x/a").state()).isEqualTo(EntryState.VERIFIED);
        assertThat(rows()).doesNotContainKey("2026-04-23/x");
        assertThat(versions()).isEmpty();
        assertThat(pc.content("2026-04-23/x/a")).isEqualTo("below it");
        reconcileFindsNothing();

        Files.delete(source.resolve("2026-04-23/x"));
        assertThat(pc.cycleAfter(LATER).balance().lost()).isEqualTo(1);
    }

    @Test
    @DisplayName("D-6 a folder that held nothing becomes a file, and its row with it; there is no version of a folder")
    void anEmptyFolderBecomesAFile() throws Exception {
        Files.createDirectories(source.resolve("2026-04-23/x"));
        pc.cycle();
        assertThat(row("2026-04-23/x").fact().entry().kind()).isEqualTo(EntryKind.FOLDER);
        Files.delete(source.resolve("2026-04-23/x"));
        pc.write("2026-04-23/x", "a file now");
        pc.cycleAfter(LATER);
        assertThat(row("2026-04-23/x").fact().digest()).isEqualTo(digest("a file now"));
        assertThat(versions()).isEmpty();
        bothSidesAgree();
        reconcileFindsNothing();
    }
}

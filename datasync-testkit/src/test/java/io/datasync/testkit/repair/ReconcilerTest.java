package io.datasync.testkit.repair;

import static io.datasync.testkit.repair.RepairFixture.JOB;
import static io.datasync.testkit.repair.RepairFixture.LEASE;
import static io.datasync.testkit.repair.RepairFixture.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.RepairRow;
import io.datasync.core.index.VersionRow;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.FolderName;
import io.datasync.core.reconcile.ReconcileReport;
import io.datasync.core.reconcile.ReconcileSettings;
import io.datasync.core.reconcile.Reconciler;
import io.datasync.core.repair.ChangeKind;
import io.datasync.core.repair.RepairListener;
import io.datasync.core.repair.RepairTurn;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoredFacts;
import io.datasync.core.store.VersionName;
import io.datasync.core.transfer.publish.Intent;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.store.StoredContent;
import io.datasync.testkit.store.fault.StoreMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Reconcile")
class ReconcilerTest {
    private RepairFixture job;

    @BeforeEach
    void aJob() throws SyncException {
        job = new RepairFixture();
        job.archive("2026-04-22/a", "first");
        job.archive("2026-04-22/b", "second");
        job.archive("2026-04-23/c", "third");
        job.archive("root.txt", "at the root");
    }

    @Test
    @DisplayName("CORE-7 nothing is done where index and share agree, and no folder's revision is raised")
    void nothingIsDoneWhereBothAgree() throws SyncException {
        var before = job.index.folders(JOB);
        ReconcileReport report = job.reconcile();
        assertThat(report).isEqualTo(new ReconcileReport(3, 4, 4, Map.of(), 0, List.of()));
        assertThat(job.index.folders(JOB)).isEqualTo(before);
        assertThat(job.index.<Optional<RepairRow>>transact(tx -> tx.repair(JOB)))
                .isEmpty();
    }

    @Test
    @DisplayName(
            "D-24 a file is missing when two listings a lease apart missed it; it stays on record, and is a finding")
    void aFileIsMissingAfterTwoListings() throws SyncException {
        job.share.lose(path("2026-04-22/a"));
        assertThat(job.reconcile().count(ChangeKind.ABSENCE_NOTED)).isEqualTo(1);
        assertThat(job.state("2026-04-22/a")).isEqualTo(EntryState.VERIFIED);
        assertThat(job.reconcileAfter(LEASE.minusSeconds(1)).changes()).isEmpty();
        assertThat(job.index.findings(JOB)).isEmpty();
        assertThat(job.reconcileAfter(Duration.ofSeconds(1)).changes()).isEqualTo(Map.of(ChangeKind.MISSING, 1L));
        assertThat(job.state("2026-04-22/a")).isEqualTo(EntryState.MISSING);
        assertThat(job.folder("2026-04-22").archived().count()).isEqualTo(1);
        job.assertSummaries();
        assertThat(job.index.findings(JOB)).hasSize(1).allSatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingRow.Kind.FILE_MISSING);
            assertThat(finding.path()).contains(path("2026-04-22/a"));
        });
        assertThat(job.reconcileAfter(LEASE).changes()).isEmpty();

        job.put("2026-04-22/a", "first");
        assertThat(job.reconcile().changes()).isEqualTo(Map.of(ChangeKind.RETURNED, 1L));
        assertThat(job.state("2026-04-22/a")).isEqualTo(EntryState.PRESENT);
        job.assertSummaries();
    }

    private void retired(String file, String content) throws SyncException {
        Fact fact = job.row(file).fact();
        job.store.retire(path(file), new VersionName(fact.entry().ticks(), fact.digest()));
        job.archive(file + "/below", content);
    }

    @Test
    @DisplayName(
            "D-6 D-4 a row whose file gave way to a folder becomes the folder's, its content a version, and is never missing")
    void aFileThatGaveWay() throws SyncException {
        Fact inside = job.row("2026-04-22/a").fact();
        Fact root = job.row("root.txt").fact();
        retired("2026-04-22/a", "one");
        retired("root.txt", "two");
        assertThat(job.reconcile().changes()).isEqualTo(Map.of(ChangeKind.RETIRED, 2L));
        for (String name : List.of("2026-04-22/a", "root.txt")) {
            assertThat(job.row(name).fact().entry().kind()).isEqualTo(EntryKind.FOLDER);
            assertThat(job.state(name)).isEqualTo(EntryState.VERIFIED);
        }
        assertThat(job.index.versions(JOB)).extracting(VersionRow::fact).containsExactlyInAnyOrder(inside, root);
        job.assertSummaries();
        assertThat(job.reconcileAfter(LEASE).changes()).isEmpty();
        assertThat(job.index.findings(JOB)).isEmpty();
    }

    @Test
    @DisplayName("D-6 D-24 a file whose name a folder has, and whose content is no version, is missing as any other")
    void aFileThatIsNowhere() throws SyncException {
        job.share.lose(path("2026-04-22/a"));
        job.archive("2026-04-22/a/below", "one");
        assertThat(job.reconcile().changes()).isEqualTo(Map.of(ChangeKind.ABSENCE_NOTED, 1L));
        assertThat(job.reconcileAfter(LEASE).changes()).isEqualTo(Map.of(ChangeKind.MISSING, 1L));
    }

    @Test
    @DisplayName("D-6 D-24 a file whose content is a version too is missing when no folder has its name")
    void aVersionAloneIsNotEnough() throws SyncException {
        Fact fact = job.row("2026-04-22/a").fact();
        job.store.retire(path("2026-04-22/a"), new VersionName(fact.entry().ticks(), fact.digest()));
        assertThat(job.reconcile().changes()).isEqualTo(Map.of(ChangeKind.ABSENCE_NOTED, 1L));
        assertThat(job.reconcileAfter(LEASE).changes()).isEqualTo(Map.of(ChangeKind.MISSING, 1L));
        retired("2026-04-22/b", "one");
        job.archive("2026-04-22/a/below", "two");
        assertThat(job.reconcile().changes())
                .as("missing until its folder came")
                .isEqualTo(Map.of(ChangeKind.RETIRED, 2L));
    }

    @Test
    @DisplayName("D-24 a file that a listing missed and that is there again is not missing the next time it is missed")
    void aNoteIsWithdrawn() throws SyncException {
        job.share.lose(path("2026-04-22/a"));
        job.reconcile();
        job.put("2026-04-22/a", "first");
        assertThat(job.reconcileAfter(LEASE).changes()).isEqualTo(Map.of(ChangeKind.ABSENCE_WITHDRAWN, 1L));
        job.share.lose(path("2026-04-22/a"));
        assertThat(job.reconcileAfter(LEASE).changes()).isEqualTo(Map.of(ChangeKind.ABSENCE_NOTED, 1L));
    }

    @Test
    @DisplayName(
            "D-4 what only the share has is present, in folders that the index did not know too; nothing counts as archived")
    void whatOnlyTheShareHasIsPresent() throws SyncException {
        job.put("2026-04-23/d", "fourth").put("2026-05-01/e", "fifth").put("other.txt", "sixth");
        ReconcileReport report = job.reconcile();
        assertThat(report.changes()).isEqualTo(Map.of(ChangeKind.PRESENT, 3L));
        for (String each : List.of("2026-04-23/d", "2026-05-01/e", "other.txt")) {
            assertThat(job.state(each)).isEqualTo(EntryState.PRESENT);
        }
        assertThat(job.row("2026-05-01/e").fact().digest())
                .isEqualTo(job.fact("2026-05-01/e", "fifth").digest());
        assertThat(job.folder("2026-04-23").archived().count()).isEqualTo(1);
        job.assertSummaries();
        assertThat(job.reconcile().changes()).isEmpty();
    }

    @Test
    @DisplayName("D-4 another size is damaged and a finding, whichever is newer; the file stays where it is")
    void anotherSizeIsDamaged() throws SyncException {
        job.replace("2026-04-23/c", "something longer");
        assertThat(job.reconcile().changes()).isEqualTo(Map.of(ChangeKind.DAMAGED, 1L));
        assertThat(job.state("2026-04-23/c")).isEqualTo(EntryState.DAMAGED);
        assertThat(job.index.findings(JOB))
                .extracting(FindingRow::expected, FindingRow::found)
                .containsExactly(tuple("5 bytes", "16 bytes"));
        assertThat(StoredContent.list(job.store)).hasSize(4);
        assertThat(job.reconcile().changes()).isEmpty();
        job.assertSummaries();
    }

    @Test
    @DisplayName(
            "D-6 a file between its two renames is not missed, and one whose intent cannot be read stops nothing else")
    void aMovingFileIsNotMissed() throws SyncException {
        job.share.lose(path("2026-04-22/a"));
        job.share.lose(path("2026-04-22/b"));
        var digest = job.fact("2026-04-22/a", "first").digest();
        var intent = new Intent(
                path("2026-04-22/a"), new VersionName(RepairFixture.TICKS, digest), new StoredFacts(1, digest));
        ControlName name = ControlName.intentOf(new StagingName("machine-run-1"));
        job.store.writeControl(name, intent.toJson());
        assertThat(job.reconcile().changes()).isEqualTo(Map.of(ChangeKind.ABSENCE_NOTED, 1L));
        assertThat(job.row("2026-04-22/a").absentSince()).isEmpty();
        job.store.writeControl(name, new byte[] {'{'});
        assertThat(job.reconcileAfter(LEASE).changes())
                .as("any file may be moving")
                .isEmpty();
        job.store.removeControl(name);
        assertThat(job.reconcile().changes()).isEqualTo(Map.of(ChangeKind.ABSENCE_NOTED, 1L, ChangeKind.MISSING, 1L));
    }

    @Test
    @DisplayName("D-6 a file that begins to move while its folder is listed is not missed")
    void aFileThatBeginsToMoveIsNotMissed() throws SyncException {
        var digest = job.fact("root.txt", "at the root").digest();
        var intent =
                new Intent(path("root.txt"), new VersionName(RepairFixture.TICKS, digest), new StoredFacts(1, digest));
        ControlName name = ControlName.intentOf(new StagingName("machine-run-1"));
        AtomicInteger requests = new AtomicInteger();
        // The folders, the intents of the first folder, which is the root, and then its listing.
        job.pacing = bytes -> {
            if (requests.incrementAndGet() == 3) {
                job.store.writeControl(name, intent.toJson());
                job.share.lose(path("root.txt"));
            }
        };
        assertThat(job.reconcile().changes()).isEmpty();
        assertThat(job.row("root.txt").absentSince()).isEmpty();
    }

    @Test
    @DisplayName("CORE-7 a dry run reports the same and writes nothing, not even that it runs")
    void aDryRunWritesNothing() throws SyncException {
        job.share.lose(path("2026-04-22/a"));
        job.reconcile();
        job.clock.advance(LEASE);
        job.share.lose(path("2026-04-22/b"));
        job.put("2026-04-24/new", "new").replace("2026-04-23/c", "longer than before");
        var rows = job.rows();
        var folders = job.index.folders(JOB);
        ReconcileSettings real = job.settings;
        job.settings = real.dry();
        ReconcileReport dry = job.reconcile();
        assertThat(job.rows()).isEqualTo(rows);
        assertThat(job.index.folders(JOB)).isEqualTo(folders);
        assertThat(job.index.findings(JOB)).isEmpty();
        job.settings = real;
        assertThat(job.reconcile()).isEqualTo(dry);
        assertThat(dry.changes())
                .isEqualTo(Map.of(
                        ChangeKind.MISSING, 1L,
                        ChangeKind.ABSENCE_NOTED, 1L,
                        ChangeKind.PRESENT, 1L,
                        ChangeKind.DAMAGED, 1L));
    }

    @Test
    @DisplayName(
            "CORE-7 when too many files are absent none is marked, all else is done, and it is said; told to, it marks them")
    void tooManyAbsentFilesAreHeld() throws SyncException {
        for (int i = 0; i < 40; i++) {
            job.archive("2026-04-25/" + i, "file " + i);
        }
        for (int i = 0; i < 21; i++) {
            job.share.lose(path("2026-04-25/" + i));
        }
        assertThat(job.reconcile().refusal()).isEmpty();
        job.put("2026-04-26/new", "new");
        ReconcileReport refused = job.reconcileAfter(LEASE);
        assertThat(refused.refusal()).contains(ErrorCode.REPAIR_REFUSED);
        assertThat(refused.held()).isEqualTo(21);
        assertThat(refused.changes()).isEqualTo(Map.of(ChangeKind.PRESENT, 1L));
        assertThat(job.reconcileAfter(LEASE).held()).as("it never nibbles").isEqualTo(21);

        job.put("2026-04-25/0", "file 0");
        assertThat(job.reconcile().changes()).isEqualTo(Map.of(ChangeKind.ABSENCE_WITHDRAWN, 1L));
        job.share.lose(path("2026-04-25/0"));
        ReconcileSettings real = job.settings;
        job.settings = real.allowingMissing();
        ReconcileReport allowed = job.reconcile();
        assertThat(allowed.refusal()).isEmpty();
        assertThat(allowed.changes()).isEqualTo(Map.of(ChangeKind.MISSING, 20L, ChangeKind.ABSENCE_NOTED, 1L));
        job.assertSummaries();
    }

    @Test
    @DisplayName("D-6 an absent or exchanged archive is not an empty one: nothing is planned of it")
    void anAbsentArchiveIsNotEmpty() throws SyncException {
        var rows = job.rows();
        job.share.takeAway();
        assertThatThrownBy(() -> job.reconcile()).isInstanceOfSatisfying(SyncException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.SHARE_MISSING));
        job.share.bringBack();
        assertThat(job.rows()).isEqualTo(rows);
    }

    @Test
    @DisplayName(
            "CORE-7 one that died goes on after the last folder it had done, under its id at once, under another when silent")
    void itGoesOnWhereItHadComeTo() throws SyncException {
        List<FolderName> done = new ArrayList<>();
        job.listener = new RepairListener() {
            @Override
            public void folderDone(FolderName folder) {
                done.add(folder);
            }
        };
        RunId first = job.nextRepair();
        job.store.queue(StoreMethod.LIST_FOLDER, Verdict.goOn());
        job.store.queue(StoreMethod.LIST_FOLDER, Verdict.fails(ErrorCode.SHARE_UNREACHABLE));
        assertThatThrownBy(() -> job.reconcile(first)).hasMessageContaining("Asked for");
        assertThat(done).extracting(FolderName::text).containsExactly(".");
        assertThatThrownBy(() -> job.reconcile()).isInstanceOfSatisfying(SyncException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.REPAIR_BUSY);
            assertThat(e.retryable()).isTrue();
        });
        job.store.queue(StoreMethod.LIST_FOLDER, Verdict.goOn());
        job.store.queue(StoreMethod.LIST_FOLDER, Verdict.fails(ErrorCode.SHARE_UNREACHABLE));
        assertThatThrownBy(() -> job.reconcile(first)).hasMessageContaining("Asked for");
        assertThat(done).extracting(FolderName::text).containsExactly(".", "2026-04-22");
        assertThat(job.reconcileAfter(RepairTurn.SILENCE_MAX).folders()).isEqualTo(1);
        assertThat(done).extracting(FolderName::text).containsExactly(".", "2026-04-22", "2026-04-23");
        assertThat(job.reconcile().folders()).as("after the end, all of them").isEqualTo(3);
    }

    @Test
    @DisplayName("CORE-7 one that was taken for dead, and lives, stops at the next folder")
    void oneThatWasTakenForDeadStops() {
        job.listener = new RepairListener() {
            @Override
            public void folderDone(FolderName folder) {
                job.listener = RepairListener.NONE;
                try {
                    job.reconcileAfter(RepairTurn.SILENCE_MAX);
                    job.index.transact(tx -> {
                        tx.lockJob(JOB);
                        tx.beginRepair(new RepairRow(
                                JOB, new RunId("other"), RepairRow.Kind.SCRUB, tx.now(), tx.now(), Optional.empty()));
                        return true;
                    });
                } catch (SyncException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        assertThatThrownBy(() -> job.reconcile()).isInstanceOfSatisfying(SyncException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.REPAIR_BUSY));
    }

    @Test
    @DisplayName(
            "D-24 what a run archives while its folder is listed is not overwritten: the folder is looked at again")
    void aRunMeanwhileIsNotOverwritten() throws SyncException {
        job.share.lose(path("2026-04-22/a"));
        job.reconcile();
        job.clock.advance(LEASE);
        AtomicInteger overtaken = new AtomicInteger();
        job.listener = new RepairListener() {
            @Override
            public void overtaken(FolderName folder) {
                overtaken.incrementAndGet();
            }
        };
        AtomicInteger requests = new AtomicInteger();
        job.pacing = bytes -> {
            if (requests.incrementAndGet() == 5) {
                job.archive("2026-04-22/a", "first");
            }
        };
        assertThat(job.reconcile().changes()).isEmpty();
        assertThat(job.state("2026-04-22/a")).isEqualTo(EntryState.VERIFIED);
        job.assertSummaries();
    }

    @Test
    @DisplayName("D-24 a folder that runs keep changing is left after three listings, and named")
    void aBusyFolderIsLeft() throws SyncException {
        job.share.lose(path("2026-04-22/a"));
        AtomicInteger changes = new AtomicInteger();
        List<FolderName> overtaken = new ArrayList<>();
        job.listener = new RepairListener() {
            @Override
            public void overtaken(FolderName folder) {
                overtaken.add(folder);
            }
        };
        job.pacing = bytes -> job.know(job.verified("2026-04-22/b", "second " + changes.incrementAndGet()));
        ReconcileReport report = job.reconcile();
        FolderName name = path("2026-04-22/x").folder();
        assertThat(report.left()).containsExactly(name);
        assertThat(overtaken).containsExactly(name, name, name);
        assertThat(job.row("2026-04-22/a").absentSince()).isEmpty();
        job.assertSummaries();
    }

    @Test
    @DisplayName("D-1 D-4 the first proof of a file that was only listed is news: it unseals its folder")
    void theFirstProofOfAPresentFileIsNews() throws SyncException {
        job.index.seal(JOB, path("2026-04-22/x").folder());
        job.put("2026-04-22/late", "late");
        assertThat(job.reconcile().count(ChangeKind.PRESENT)).isEqualTo(1);
        assertThat(job.folder("2026-04-22").sealed())
                .as("a foreign file unseals nothing")
                .isTrue();
        job.report(job.fact("2026-04-22/late", "late"));
        assertThat(job.state("2026-04-22/late")).isEqualTo(EntryState.VERIFIED);
        assertThat(job.folder("2026-04-22").sealed()).isFalse();
        assertThat(job.folder("2026-04-22").lastNewAt()).isPresent();
        job.assertSummaries();
    }

    @Test
    @DisplayName("CORE-7 every request waits its turn, and a folder with too many files is refused")
    void requestsArePaced() throws SyncException {
        AtomicInteger waits = new AtomicInteger();
        job.pacing = bytes -> waits.incrementAndGet();
        job.put("2026-04-24/new", "new");
        int before = job.store.calls().size();
        job.reconcile();
        assertThat(waits).hasValue(job.store.calls().size() - before);
        job.settings = new ReconcileSettings(LEASE, 0.1, 20, false, false, 2, 1, 10);
        assertThatThrownBy(() -> job.reconcile()).isInstanceOfSatisfying(SyncException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.REPAIR_REFUSED));
        job.settings = new ReconcileSettings(LEASE, 0.1, 20, false, false, 2, 10, 2);
        assertThatThrownBy(() -> job.reconcileAfter(RepairTurn.SILENCE_MAX))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REPAIR_REFUSED));
        assertThatThrownBy(() -> new Reconciler(
                                job.index, job.store, new JobId("nobody"), job.settings, job.pacing, job.listener)
                        .run(job.nextRepair()))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOB_UNKNOWN));
    }
}

package io.datasync.testkit.repair;

import static io.datasync.testkit.repair.RepairFixture.JOB;
import static io.datasync.testkit.repair.RepairFixture.LEASE;
import static io.datasync.testkit.repair.RepairFixture.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.certificate.CertifiedLoss;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.CertificateNote;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.FolderRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.Report;
import io.datasync.core.protocol.json.LossLineWriter;
import io.datasync.core.reconcile.RebuildReport;
import io.datasync.core.reconcile.ReconcileSettings;
import io.datasync.core.repair.ChangeKind;
import io.datasync.core.repair.RepairListener;
import io.datasync.core.repair.RowChange;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.NameRules;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoreCapabilities;
import io.datasync.core.store.StoredFacts;
import io.datasync.core.store.VersionName;
import io.datasync.core.transfer.publish.Intent;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.store.fault.StoreMethod;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("How a rebuild goes on beside runs, within limits, and after a cut")
class RebuilderCourseTest extends RebuildSteps {
    /** Names what a rebuild tells. */
    private static final class Told implements RepairListener {
        final List<String> changed = new ArrayList<>();
        final List<String> overtaken = new ArrayList<>();
        final List<String> done = new ArrayList<>();

        @Override
        public void changed(RowChange change) {
            changed.add(change.after().fact().entry().path().text());
        }

        @Override
        public void overtaken(FolderName folder) {
            overtaken.add(folder.text());
        }

        @Override
        public void folderDone(FolderName folder) {
            done.add(folder.text());
        }
    }

    private Told listen() {
        Told told = new Told();
        job.listener = told;
        return told;
    }

    private static ReconcileSettings settings(int batchRows, int filesMax, int foldersMax) {
        return new ReconcileSettings(LEASE, 0.1, 20, false, false, batchRows, filesMax, foldersMax);
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SyncException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.REPAIR_REFUSED));
    }

    @Test
    @DisplayName("CORE-8 it tells each change and each folder as it gets on, and counts them")
    void itTellsHowItGetsOn() throws Exception {
        var lost = new CertifiedLoss(SourceEntry.file(path("2026-04-22/lost"), 9, 5), job.clock.instant());
        certify(7, List.of(a(), b()), lost);
        var later = new Report.Lost(3, SourceEntry.file(path("2026-04-23/lost"), 9, 5), job.clock.instant());
        var bytes = new ByteArrayOutputStream();
        var lines = new LossLineWriter(bytes);
        lines.write(later);
        lines.finish();
        job.store.writeControl(ControlName.lossesOf("run-7"), bytes.toByteArray());
        Told told = listen();
        RebuildReport report = rebuild();
        assertThat(report.folders()).isEqualTo(3);
        assertThat(report.files()).isEqualTo(4);
        assertThat(report.losses()).as("of the run and of the certificate").isEqualTo(2);
        assertThat(report.left()).isEmpty();
        assertThat(told.done).containsExactly(".", "2026-04-22", "2026-04-23");
        assertThat(told.changed).containsExactly("root.txt", "2026-04-22/a", "2026-04-22/b", "2026-04-23/c");
        assertThat(told.overtaken).isEmpty();
        assertThat(rebuild().left()).as("a second time").isEmpty();
    }

    @Test
    @DisplayName("CORE-7 requests wait their turn one by one, but for a certificate and its signatures, which are one")
    void requestsArePaced() throws Exception {
        certify(7, List.of(a(), b()));
        job.store.writeControl(ControlName.lossesOf("run-8"), new byte[3]);
        AtomicInteger last = new AtomicInteger();
        List<List<StoreMethod>> turns = new ArrayList<>();
        int before = job.store.calls().size();
        last.set(before);
        job.pacing = bytes -> {
            List<StoreMethod> calls = job.store.calls();
            turns.add(calls.subList(last.get(), calls.size()));
            last.set(calls.size());
        };
        rebuild();
        turns.add(job.store.calls().subList(last.get(), job.store.calls().size()));
        assertThat(turns.get(0)).as("before the first turn").isEmpty();
        turns.remove(0);
        List<StoreMethod> certificate = List.of(StoreMethod.CONTROL, StoreMethod.CONTROL);
        assertThat(turns).filteredOn(turn -> turn.size() != 1).containsExactly(certificate);
    }

    @Test
    @DisplayName("I-11 as many folders and files as the settings allow are rebuilt, and with one more nothing is")
    void asManyAsAllowed() throws Exception {
        job.settings = settings(1, 2, 2);
        assertThat(rebuild().files()).isEqualTo(4);
        job = job.withFreshIndex();
        job.put("2026-04-23/d", "fourth").put("2026-04-23/e", "fifth");
        job.settings = settings(1, 2, 2);
        refused(this::rebuild);
        job = job.withFreshIndex();
        job.settings = settings(1, 3, 2);
        job.put("2026-04-24/e", "another folder");
        refused(this::rebuild);
        assertThat(job.rows()).isEmpty();
    }

    @Test
    @DisplayName("CORE-8 a folder of which only the index knows is rebuilt by its certificate")
    void aFolderOfWhichOnlyTheIndexKnows() throws Exception {
        job = new RepairFixture();
        certify(7, List.of(a()));
        job.index.seal(JOB, DAY);
        assertThat(rebuild(job.nextRepair(), List.of()).count(ChangeKind.MISSING))
                .isEqualTo(1);
        assertThat(job.state("2026-04-22/a")).isEqualTo(EntryState.MISSING);
    }

    @Test
    @DisplayName("CORE-7 one that died goes on after the last folder it had done")
    void itGoesOnWhereItHadComeTo() throws Exception {
        RunId id = job.nextRepair();
        job.store.queue(StoreMethod.LIST_FOLDER, Verdict.goOn());
        job.store.queue(StoreMethod.LIST_FOLDER, Verdict.fails(ErrorCode.SHARE_UNREACHABLE));
        assertThatThrownBy(() -> rebuild(id, List.of())).hasMessageContaining("Asked for");
        Told told = listen();
        assertThat(rebuild(id, List.of()).folders()).isEqualTo(2);
        assertThat(told.done).containsExactly("2026-04-22", "2026-04-23");
    }

    @Test
    @DisplayName(
            "I-12 a share that fails while a certificate is read is no bad certificate: nothing is refused or skipped")
    void aShareThatFailsIsNoBadCertificate() throws Exception {
        certify(7, List.of(a(), b()));
        job.store.queue(StoreMethod.CONTROL, Verdict.fails(ErrorCode.SHARE_UNREACHABLE));
        assertThatThrownBy(this::rebuild).isInstanceOfSatisfying(SyncException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.SHARE_UNREACHABLE));
    }

    @Test
    @DisplayName(
            "CORE-8 a certificate whose signatures are gone is no certificate, and one that lost them meanwhile is refused")
    void aCertificateWithoutSignatures() throws Exception {
        certify(7, List.of(a(), b()));
        ControlName signatures = ControlName.signaturesOf(DAY, 7);
        List<StoreMethod> since = new ArrayList<>();
        job.pacing = bytes -> {
            since.addAll(job.store.calls());
            boolean known = since.stream().filter(StoreMethod.CONTROLS::equals).count() > 1;
            if (known && Collections.frequency(job.store.calls(), StoreMethod.CONTROLS) == 2) {
                job.share.open().removeControl(signatures);
            }
            since.clear();
        };
        assertThat(rebuild().refused())
                .extracting(RebuildReport.Refused::code)
                .containsExactly(ErrorCode.CERTIFICATE_UNSIGNED);
        assertThat(job.state("2026-04-22/a")).isEqualTo(EntryState.PRESENT);
    }

    private void note(CertificateNote note) throws SyncException {
        job.index.transact(tx -> {
            tx.lockJob(JOB);
            FolderRow folder = tx.folder(JOB, DAY);
            tx.updateFolder(folder.certified(note));
            return true;
        });
    }

    @Test
    @DisplayName(
            "D-9 a folder's newest certificate is never forgotten for an older one, also when a run notes it meanwhile")
    void theNewestCertificateIsKept() throws Exception {
        CertificateNote old = certify(7, List.of(a(), b()));
        CertificateNote newer = new CertificateNote(20, old.digest(), old.covers());
        rebuild();
        note(newer);
        long revision = job.folder("2026-04-22").revision();
        rebuild();
        assertThat(job.folder("2026-04-22").certificate()).contains(newer);
        assertThat(job.folder("2026-04-22").revision()).as("nothing to do").isEqualTo(revision);

        CertificateNote next = certify(21, List.of(a(), b()));
        rebuild();
        assertThat(job.folder("2026-04-22").certificate()).contains(next);

        certify(22, List.of(a(), b()));
        CertificateNote meanwhile = new CertificateNote(23, old.digest(), old.covers());
        journal = paths -> {
            note(meanwhile);
            return List.of();
        };
        rebuild();
        assertThat(job.folder("2026-04-22").certificate()).contains(meanwhile);
    }

    @Test
    @DisplayName(
            "D-24 a folder that a run changes meanwhile is looked at again; one that runs keep changing is left, and named")
    void aRunMeanwhile() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        journal = paths -> {
            boolean day = paths.stream().anyMatch(known -> known.folder().equals(DAY));
            if (day && looks.incrementAndGet() <= 2) {
                job.know(job.verified("2026-04-22/a", "first, look " + looks));
            }
            return List.of();
        };
        Told told = listen();
        assertThat(rebuild().left()).isEmpty();
        assertThat(told.overtaken).containsExactly("2026-04-22", "2026-04-22");
        assertThat(job.state("2026-04-22/a")).isEqualTo(EntryState.VERIFIED);
        assertThat(job.state("2026-04-22/b")).isEqualTo(EntryState.PRESENT);

        job = job.withFreshIndex();
        looks.set(-10);
        told = listen();
        assertThat(rebuild().left()).containsExactly(DAY);
        assertThat(told.overtaken).hasSize(3);
        assertThat(job.rows()).doesNotContainKey("2026-04-22/b");
    }

    @Test
    @DisplayName(
            "D-24 a folder is changed batch by batch, each raising its revision by one, and not overtaken by itself")
    void batchByBatch() throws Exception {
        job.put("2026-04-22/c", "x").put("2026-04-22/d", "y");
        for (int batch : new int[] {1, 2, 3, 4, 5}) {
            job = job.withFreshIndex();
            job.settings = settings(batch, 10, 10);
            Told told = listen();
            assertThat(rebuild().count(ChangeKind.PRESENT)).isEqualTo(6);
            assertThat(told.overtaken).isEmpty();
            int batches = (4 + batch - 1) / batch;
            assertThat(job.folder("2026-04-22").revision()).isEqualTo(batches);
            job.assertSummaries();
        }
    }

    @Test
    @DisplayName("D-6 what is just being replaced is left out, and a path that no index can hold")
    void whatIsLeftOut() throws Exception {
        var digest = a().digest();
        var intent = new Intent(
                path("2026-04-22/a"), new VersionName(RepairFixture.TICKS, digest), new StoredFacts(1, digest));
        job.store.writeControl(ControlName.intentOf(new StagingName("machine-run-1")), intent.toJson());
        String deep = "2026-04-23/" + ("d".repeat(200) + "/").repeat(RelativePath.TEXT_MAX / 200 + 1) + "f";
        job.put(deep, "deep");
        rebuild();
        assertThat(job.rows().keySet()).containsExactly("2026-04-22/b", "2026-04-23/c", "root.txt");
    }

    @Test
    @DisplayName("D-4 the digest that the share keeps costs a request: none is made for rows that stay anyway")
    void requestsForDigests() throws Exception {
        job.know(job.verified("2026-04-22/a", "first"));
        job.know(new EntryRow(b(), EntryState.DAMAGED, true, 1, new RunId("run-1"), new FencingToken(1, 1)));
        rebuild();
        assertThat(Collections.frequency(job.store.calls(), StoreMethod.FIND)).isEqualTo(2);
        assertThat(job.row("root.txt").fact().digest())
                .isEqualTo(job.fact("root.txt", "at the root").digest());
    }

    @Test
    @DisplayName("D-4 on a share that keeps no digests what is listed is present without one, and none is asked for")
    void aShareWithoutDigests() throws Exception {
        job = new RepairFixture(new StoreCapabilities(false, false, true, true, 256 << 10, NameRules.POSIX));
        job.put("2026-04-22/a", "first");
        assertThat(rebuild().count(ChangeKind.PRESENT)).isEqualTo(1);
        assertThat(job.row("2026-04-22/a").fact().entry().sizeBytes()).isEqualTo(5);
        job = job.withFreshIndex();
        assertThat(job.reconcile().count(ChangeKind.PRESENT)).isEqualTo(1);
        assertThat(job.store.calls()).doesNotContain(StoreMethod.FIND);
    }
}

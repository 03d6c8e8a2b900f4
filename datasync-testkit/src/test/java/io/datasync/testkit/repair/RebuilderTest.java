package io.datasync.testkit.repair;

import static io.datasync.testkit.repair.RepairFixture.JOB;
import static io.datasync.testkit.repair.RepairFixture.LEASE;
import static io.datasync.testkit.repair.RepairFixture.path;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.certificate.CertifiedLoss;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.index.CertificateNote;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.VersionRow;
import io.datasync.core.index.notice.AlertRow;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.protocol.Report;
import io.datasync.core.protocol.json.LossLineWriter;
import io.datasync.core.reconcile.RebuildReport;
import io.datasync.core.repair.ChangeKind;
import io.datasync.core.repair.RepairTurn;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.VersionName;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.store.fault.StoreMethod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rebuild from the share")
class RebuilderTest extends RebuildSteps {
    @Test
    @DisplayName(
            "I-7 CORE-8 what a certificate vouches for is attested and counts, the rest is present; a second time changes nothing")
    void theIndexIsMadeAnew() throws Exception {
        CertificateNote note = certify(7, List.of(a(), b()));
        RebuildReport report = rebuild();
        assertThat(report.changes()).isEqualTo(Map.of(ChangeKind.ATTESTED, 2L, ChangeKind.PRESENT, 2L));
        assertThat(report.certified()).isEqualTo(1);
        assertThat(report.refused()).isEmpty();
        assertThat(job.row("2026-04-22/a").fact()).isEqualTo(a());
        assertThat(job.state("2026-04-22/b")).isEqualTo(EntryState.ATTESTED);
        assertThat(job.state("2026-04-23/c")).isEqualTo(EntryState.PRESENT);
        assertThat(job.state("root.txt")).isEqualTo(EntryState.PRESENT);
        assertThat(job.folder("2026-04-22").archived()).isEqualTo(note.covers());
        assertThat(job.folder("2026-04-22").certificate()).contains(note);
        assertThat(job.folder("2026-04-22").sealed()).isFalse();
        job.assertSummaries();

        var rows = job.rows();
        var folders = job.index.folders(JOB);
        assertThat(rebuild().changes()).isEmpty();
        assertThat(job.rows()).isEqualTo(rows);
        assertThat(job.index.folders(JOB)).isEqualTo(folders);
    }

    @Test
    @DisplayName(
            "D-6 D-4 CORE-8 what a certificate knows as a file that gave way to a folder is the folder's row and a version, as before")
    void aFileThatGaveWay() throws Exception {
        certify(7, List.of(a(), b()));
        job.store.retire(path("2026-04-22/a"), new VersionName(a().entry().ticks(), a().digest()));
        job.put("2026-04-22/a/below", "one");
        assertThat(rebuild().count(ChangeKind.RETIRED)).isEqualTo(1);
        assertThat(job.row("2026-04-22/a").fact().entry().kind()).isEqualTo(EntryKind.FOLDER);
        assertThat(job.state("2026-04-22/a")).isEqualTo(EntryState.ATTESTED);
        assertThat(job.index.versions(JOB)).extracting(VersionRow::fact).containsExactly(a());
        assertThat(job.index.findings(JOB)).isEmpty();
        job.assertSummaries();
        assertThat(rebuild().changes()).isEmpty();
        assertThat(job.reconcileAfter(LEASE).changes()).isEmpty();
    }

    @Test
    @DisplayName(
            "D-4 a file of a certificate that is not on the share is missing, one of another size damaged, each a finding")
    void whatDisagreesIsFound() throws Exception {
        certify(7, List.of(a(), b()));
        job.share.lose(path("2026-04-22/a"));
        job.replace("2026-04-22/b", "something longer");
        assertThat(rebuild().changes())
                .isEqualTo(Map.of(ChangeKind.MISSING, 1L, ChangeKind.DAMAGED, 1L, ChangeKind.PRESENT, 2L));
        assertThat(job.state("2026-04-22/a")).isEqualTo(EntryState.MISSING);
        assertThat(job.state("2026-04-22/b")).isEqualTo(EntryState.DAMAGED);
        assertThat(job.index.findings(JOB))
                .extracting(FindingRow::kind)
                .containsExactlyInAnyOrder(FindingRow.Kind.FILE_MISSING, FindingRow.Kind.SIZE_DIFFERS);
        assertThat(rebuild().changes()).isEmpty();
        assertThat(job.index.findings(JOB)).hasSize(2);
    }

    @Test
    @DisplayName(
            "D-4 the certificate of the highest revision counts, and a folder of which nothing is left is found by its certificate")
    void theHighestRevisionCounts() throws Exception {
        certify(7, List.of(a()));
        certify(12, List.of(a(), b()));
        job.share.lose(path("2026-04-22/a"));
        job.share.lose(path("2026-04-22/b"));
        assertThat(rebuild().count(ChangeKind.MISSING)).isEqualTo(2);
        assertThat(job.folder("2026-04-22").certificate().map(CertificateNote::revision))
                .contains(12L);
    }

    @Test
    @DisplayName(
            "CORE-8 a tampered, truncated, unsigned or foreign certificate is refused and named; the folder goes by what else is good")
    void aBadCertificateIsRefused() throws Exception {
        certify(7, List.of(a()));
        certify(12, List.of(a(), b()));
        ControlName name = ControlName.certificateOf(DAY, 12);
        byte[] json = job.store.control(name).orElseThrow();
        Map<ErrorCode, byte[]> bad = Map.of(
                ErrorCode.CERTIFICATE_TAMPERED, tampered(json),
                ErrorCode.CERTIFICATE_MALFORMED, Arrays.copyOf(json, json.length / 2));
        for (Map.Entry<ErrorCode, byte[]> each : bad.entrySet()) {
            job.store.writeControl(name, each.getValue());
            job = job.withFreshIndex();
            assertThat(rebuild().refused()).hasSize(1).allSatisfy(refused -> {
                assertThat(refused.folder()).isEqualTo(DAY);
                assertThat(refused.revision()).isEqualTo(12);
                assertThat(refused.code()).isEqualTo(each.getKey());
            });
            assertThat(job.state("2026-04-22/a")).as("by revision 7").isEqualTo(EntryState.ATTESTED);
            assertThat(job.state("2026-04-22/b")).as("by the listing").isEqualTo(EntryState.PRESENT);
        }
        job.store.removeControl(name);
        assertThat(rebuild().refused()).extracting(RebuildReport.Refused::code).containsExactly(ErrorCode.NAME_MISSING);
        verifier = verifier(signer(), SERVER);
        assertThat(rebuild().refused())
                .extracting(RebuildReport.Refused::code)
                .containsExactlyInAnyOrder(ErrorCode.CERTIFICATE_FOREIGN, ErrorCode.NAME_MISSING);
    }

    private static byte[] tampered(byte[] json) {
        String text = new String(json, UTF_8);
        String other = text.replaceFirst("\"Europe/Berlin\"", "\"Europe/Vienna\"");
        assertThat(other).isNotEqualTo(text);
        return other.getBytes(UTF_8);
    }

    @Test
    @DisplayName(
            "D-4 a journal's fact with the digest that the share keeps is verified; one that contradicts the certificate is damage")
    void theJournalIsHeard() throws Exception {
        certify(7, List.of(a(), b()));
        Fact third = job.fact("2026-04-23/c", "third");
        Fact wrong = job.fact("2026-04-22/b", "SECOND");
        journal = paths -> List.of(a(), wrong, third).stream()
                .filter(fact -> paths.contains(fact.entry().path()))
                .toList();
        assertThat(rebuild().changes())
                .isEqualTo(Map.of(ChangeKind.VERIFIED, 2L, ChangeKind.DAMAGED, 1L, ChangeKind.PRESENT, 1L));
        assertThat(job.state("2026-04-22/a")).isEqualTo(EntryState.VERIFIED);
        assertThat(job.state("2026-04-23/c")).isEqualTo(EntryState.VERIFIED);
        assertThat(job.state("2026-04-22/b")).isEqualTo(EntryState.DAMAGED);
        job.assertSummaries();
        assertThat(rebuild().changes()).isEmpty();
    }

    @Test
    @DisplayName(
            "CORE-8 CORE-10 the losses that a certificate names come back into the ledger, once, and wait to be acknowledged")
    void lossesComeBack() throws Exception {
        var loss = new CertifiedLoss(SourceEntry.file(path("2026-04-22/lost"), 9, 5), job.clock.instant());
        certify(7, List.of(a()), loss);
        assertThat(rebuild().losses()).isEqualTo(1);
        assertThat(job.index.alerts(JOB)).extracting(AlertRow::kind).containsExactly(AlertRow.Kind.FILE_LOST);
        rebuild();
        assertThat(job.index.alerts(JOB))
                .extracting(alert -> alert.files().count())
                .containsExactly(1L);
        assertThat(job.index.losses(JOB)).hasSize(1).allSatisfy(row -> {
            assertThat(row.entry()).isEqualTo(loss.entry());
            assertThat(row.noticedAt()).isEqualTo(loss.noticedAt());
        });
    }

    @Test
    @DisplayName(
            "D-13 CORE-10 the losses that runs left on the share come back into the ledger; a file that cannot be read is named")
    void lossFilesComeBack() throws Exception {
        var loss = new Report.Lost(
                3, SourceEntry.file(path("2026-04-22/lost"), 9, 5), job.clock.instant(), Optional.of(a().digest()));
        var more = new Report.Lost(3, SourceEntry.file(path("2026-04-23/lost"), 9, 5), job.clock.instant());
        job.store.writeControl(ControlName.lossesOf("run-7"), file(loss));
        job.store.writeControl(ControlName.lossesOf("run-7.part-2"), file(more));
        job.store.writeControl(ControlName.lossesOf("run-8"), Arrays.copyOf(file(loss), 10));
        RebuildReport report = rebuild();
        assertThat(report.losses()).isEqualTo(2);
        assertThat(report.unreadable()).containsExactly("losses/run-8.ndjson");
        rebuild();
        assertThat(job.index.losses(JOB)).extracting(LossRow::entry).containsExactly(loss.entry(), more.entry());
        assertThat(job.index.losses(JOB))
                .extracting(LossRow::archived)
                .containsExactly(loss.archived(), Optional.empty());
    }

    private static byte[] file(Report.Lost loss) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var lines = new LossLineWriter(bytes);
        lines.write(loss);
        lines.finish();
        return bytes.toByteArray();
    }

    @Test
    @DisplayName("D-4 CORE-8 rebuild before or after what agents report, or in between: what is verified is the same")
    void aRebuildIsAMerge() throws Exception {
        certify(7, List.of(a(), b()));
        List<Fact> facts = List.of(a(), job.fact("2026-04-23/c", "third"), job.fact("root.txt", "at the root"));
        Map<String, EntryState> expected = new TreeMap<>();
        for (long seed = 1; seed <= 20; seed++) {
            var random = new Random(seed);
            job = job.withFreshIndex();
            List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4));
            Collections.shuffle(order, random);
            for (int step : order) {
                if (step < facts.size()) {
                    job.report(facts.get(step));
                } else {
                    rebuild();
                }
            }
            Map<String, EntryState> states = job.states();
            assertThat(states.get("2026-04-22/b")).isEqualTo(EntryState.ATTESTED);
            expected = expected.isEmpty() ? states : expected;
            assertThat(states).as("seed %s, order %s", seed, order).isEqualTo(expected);
            job.assertSummaries();
        }
        assertThat(expected).hasSize(4);
    }

    @Test
    @DisplayName("CORE-7 I-12 a rebuild that is cut by share or index is the same in the end as one that is not")
    void aCutRebuildGoesOn() throws Exception {
        certify(7, List.of(a(), b()));
        job.store.queue(StoreMethod.FIND, Verdict.goOn());
        job.store.queue(StoreMethod.FIND, Verdict.fails(ErrorCode.SHARE_UNREACHABLE));
        assertThatThrownBy(this::rebuild).hasMessageContaining("Asked for");
        job.clock.advance(RepairTurn.SILENCE_MAX);
        rebuild();
        Map<String, EntryState> states = job.states();
        job = job.withFreshIndex();
        rebuild();
        assertThat(job.states()).isEqualTo(states);
    }

    @Test
    @DisplayName("D-4 a verified row is never touched, whatever certificates and listings say")
    void aVerifiedRowIsNotTouched() throws Exception {
        EntryRow newer = job.verified("2026-04-22/a", "anew, by a run");
        job.know(newer);
        certify(7, List.of(a(), b()));
        rebuild();
        assertThat(job.row("2026-04-22/a")).isEqualTo(newer);
    }
}

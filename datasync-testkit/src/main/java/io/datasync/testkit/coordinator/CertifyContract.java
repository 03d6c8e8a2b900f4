package io.datasync.testkit.coordinator;

import static io.datasync.testkit.coordinator.Refusals.assertRefused;
import static io.datasync.testkit.coordinator.Samples.WHOLE;
import static io.datasync.testkit.coordinator.Samples.fact;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.certificate.CertificateId;
import io.datasync.core.certificate.CertificateVisitor;
import io.datasync.core.certificate.CertifiedLoss;
import io.datasync.core.certificate.Predecessor;
import io.datasync.core.certificate.signature.CertificateFiles;
import io.datasync.core.certificate.signature.CertificateVerifier;
import io.datasync.core.certificate.signature.VerifiedCertificate;
import io.datasync.core.cycle.seal.FolderCertifier;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.Report;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.core.protocol.seal.DraftHead;
import io.datasync.core.protocol.seal.DraftVisitor;
import io.datasync.core.store.ArchiveStore;
import io.datasync.testkit.coordinator.fixture.RecordingCoordinator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How a folder is sealed by its certificate, and by none that is not good (CORE-8, D-9). */
interface CertifyContract extends SealSteps {
    private FolderCertifier certifier(JobId job) {
        return new FolderCertifier(
                fixture().coordinator(),
                backstage().runner(),
                job,
                backstage().deviceKey(),
                () -> Samples.NOON,
                SealSteps.SCRATCH,
                facts -> {});
    }

    /** A job whose folder has these files and is ready to be sealed. */
    private JobId ready(Fact... facts) throws SyncException {
        JobId job = fixture().newJob();
        RunDriver run = open(job);
        run.verified(1, facts);
        run.report(new Report.Lost(1, Samples.file("2026-01-10/lost", 9), Samples.NOON));
        run.complete(WHOLE);
        backstage().advance(Duration.ofHours(25));
        assertThat(open(job)
                        .complete(SealSteps.end(Duration.ZERO, SealSteps.listed(PAST)))
                        .toSeal())
                .containsExactly(PAST);
        return job;
    }

    private VerifiedCertificate published(JobId job, long revision, List<Fact> into) throws SyncException {
        CertificateVisitor visitor = new CertificateVisitor() {
            @Override
            public void entry(Fact fact) {
                into.add(fact);
            }

            @Override
            public void loss(CertifiedLoss loss) {
                assertThat(loss.entry()).isEqualTo(Samples.file("2026-01-10/lost", 9));
            }
        };
        try (ArchiveStore archive = backstage().archive(job)) {
            return new CertificateFiles(archive, backstage().runner(), job)
                    .verify(PAST, revision, new CertificateVerifier(backstage().trusted()), visitor);
        }
    }

    @Test
    @DisplayName(
            "D-9 CORE-8 a folder is sealed by a certificate of all that is archived and lost of it, with both signatures on the share")
    default void aFolderIsSealed() throws SyncException {
        backstage();
        List<Fact> facts = List.of(fact("2026-01-10/b/c", 3), fact("2026-01-10/a", 1), fact("2026-01-10/ b", 2));
        JobId job = ready(facts.toArray(Fact[]::new));
        RunDriver purged = open(job);
        purged.gone(2, "2026-01-10/a");
        purged.complete(WHOLE);
        CertifyAnswer answer = certifier(job).certify(PAST);
        List<Fact> said = new ArrayList<>();
        VerifiedCertificate published = published(job, answer.revision(), said);
        assertThat(said).containsExactlyInAnyOrderElementsOf(facts);
        assertThat(published.certificate().digest()).isEqualTo(answer.certificate());
        assertThat(published.certificate().lossCount()).isEqualTo(1);
        assertThat(published.certificate().head().previous()).isEmpty();
        OpenAnswer told = claim(job, List.of());
        assertThat(told.sealed().orElseThrow()).containsExactly(PAST);
        assertRefused(ErrorCode.JOB_UNKNOWN, () -> {
            fixture().stranger().draft(job, PAST, new IgnoredDraft());
            return job;
        });
    }

    @Test
    @DisplayName("D-1 D-9 something new opens the folder again; its next certificate names the one before")
    default void certificatesAreChained() throws SyncException {
        backstage();
        JobId job = ready(fact("2026-01-10/a", 1));
        CertifyAnswer first = certifier(job).certify(PAST);
        RunDriver late = open(job);
        late.verified(2, fact("2026-01-10/late", 2));
        late.complete(WHOLE);
        assertThat(claim(job, List.of(PAST)).sealed().orElseThrow()).isEmpty();
        assertRefused(ErrorCode.SEAL_REFUSED, () -> certifier(job).certify(PAST));
        backstage().advance(Duration.ofHours(25));
        assertThat(open(job)
                        .complete(SealSteps.end(Duration.ZERO, SealSteps.listed(PAST)))
                        .toSeal())
                .containsExactly(PAST);
        CertifyAnswer second = certifier(job).certify(PAST);
        assertThat(second.revision()).isGreaterThan(first.revision());
        List<Fact> said = new ArrayList<>();
        assertThat(published(job, second.revision(), said).certificate().head().previous())
                .contains(new Predecessor(first.revision(), first.certificate()));
        assertThat(said).hasSize(2);
        assertThat(published(job, first.revision(), new ArrayList<>())
                        .certificate()
                        .digest())
                .isEqualTo(first.certificate());
    }

    @Test
    @DisplayName("I-12 a certificate that is handed in again seals nothing twice, and gets the same answer")
    default void aCertificateHandedInAgain() throws SyncException {
        backstage();
        JobId job = ready(fact("2026-01-10/a", 1));
        List<CertifyRequest> sent = new ArrayList<>();
        CertifyAnswer first = new FolderCertifier(
                        new RecordingCoordinator(fixture().coordinator(), sent, true),
                        backstage().runner(),
                        job,
                        backstage().deviceKey(),
                        () -> Samples.NOON,
                        SealSteps.SCRATCH,
                        facts -> {})
                .certify(PAST);
        assertThat(fixture().coordinator().certify(sent.get(0))).isEqualTo(first);
        try (ArchiveStore archive = backstage().archive(job)) {
            assertThat(new CertificateFiles(archive, backstage().runner(), job).revisions(PAST))
                    .containsExactly(first.revision());
        }
    }

    @Test
    @DisplayName("D-9 a certificate has the revision of its draft, so that nobody uses up the numbers of a folder")
    default void anotherRevisionIsRefused() throws SyncException {
        backstage();
        JobId job = ready(fact("2026-01-10/a", 1));
        FolderCertifier ahead = new FolderCertifier(
                new RecordingCoordinator(fixture().coordinator(), new ArrayList<>(), true, CertifyContract::later),
                backstage().runner(),
                job,
                backstage().deviceKey(),
                () -> Samples.NOON,
                SealSteps.SCRATCH,
                facts -> {});
        assertRefused(ErrorCode.FOLDER_CHANGED, true, () -> ahead.certify(PAST));
        assertThat(claim(job, List.of(PAST)).sealed().orElseThrow()).isEmpty();
        certifier(job).certify(PAST);
    }

    private static DraftHead later(DraftHead head) {
        return new DraftHead(
                head.folder(),
                head.folderRevision(),
                CertificateId.REVISION_MAX,
                head.previous(),
                head.zone(),
                head.archived(),
                head.losses());
    }

    @Test
    @DisplayName("D-9 D-24 a certificate that is not good, or of a folder that has changed, seals nothing")
    default void aBadCertificateSealsNothing() throws SyncException {
        backstage();
        JobId job = ready(fact("2026-01-10/a", 1), fact("2026-01-10/b", 2));
        List<CertifyRequest> sent = new ArrayList<>();
        assertThatThrownBy(() -> new FolderCertifier(
                                new RecordingCoordinator(fixture().coordinator(), sent, false),
                                backstage().runner(),
                                job,
                                backstage().deviceKey(),
                                () -> Samples.NOON,
                                SealSteps.SCRATCH,
                                facts -> {})
                        .certify(PAST))
                .hasMessage("Kept by the test");
        CertifyRequest good = sent.get(0);
        byte[] cut = Arrays.copyOf(good.certificate(), good.certificate().length - 9);
        refused(with(good, cut, good.signatures(), 0), ErrorCode.CERTIFICATE_MALFORMED);
        byte[] other = new String(good.certificate(), UTF_8)
                .replace("2026-01-10/b", "2026-01-10/c")
                .getBytes(UTF_8);
        refused(
                with(good, other, good.signatures(), 0),
                ErrorCode.CERTIFICATE_MALFORMED,
                ErrorCode.CERTIFICATE_TAMPERED);
        byte[] signature = good.signatures().clone();
        signature[good.signatures().length / 2] ^= 1;
        refused(
                with(good, good.certificate(), signature, 0),
                ErrorCode.CERTIFICATE_MALFORMED,
                ErrorCode.CERTIFICATE_TAMPERED,
                ErrorCode.CERTIFICATE_FOREIGN,
                ErrorCode.MESSAGE_MALFORMED);
        refused(with(good, good.certificate(), good.signatures(), 1), ErrorCode.FOLDER_CHANGED);
        RunDriver purged = open(job);
        purged.gone(2, "2026-01-10/a");
        purged.complete(WHOLE);
        refused(good, ErrorCode.FOLDER_CHANGED);
        assertThat(claim(job, List.of(PAST)).sealed().orElseThrow()).isEmpty();
    }

    private void refused(CertifyRequest request, ErrorCode... codes) {
        assertThatThrownBy(() -> fixture().coordinator().certify(request))
                .isInstanceOfSatisfying(SyncException.class, refusal -> assertThat(refusal.code())
                        .isIn((Object[]) codes));
    }

    private static CertifyRequest with(CertifyRequest good, byte[] json, byte[] signatures, long later) {
        return new CertifyRequest(good.job(), good.folder(), good.folderRevision() + later, json, signatures);
    }

    /** Looks at nothing. */
    final class IgnoredDraft implements DraftVisitor {
        @Override
        public void head(DraftHead head) {}

        @Override
        public void entry(Fact fact) {}

        @Override
        public void loss(SourceEntry entry, Instant noticedAt) {}
    }
}

package io.datasync.testkit.coordinator;

import static io.datasync.testkit.coordinator.Refusals.assertRefused;
import static io.datasync.testkit.coordinator.Samples.WHOLE;
import static io.datasync.testkit.coordinator.Samples.fact;
import static io.datasync.testkit.coordinator.Samples.folder;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.datasync.core.certificate.CertificateVisitor;
import io.datasync.core.certificate.CertifiedLoss;
import io.datasync.core.certificate.Predecessor;
import io.datasync.core.certificate.signature.CertificateFiles;
import io.datasync.core.certificate.signature.CertificateVerifier;
import io.datasync.core.certificate.signature.VerifiedCertificate;
import io.datasync.core.cycle.seal.FolderCertifier;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryState;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.Report;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.core.protocol.seal.DraftHead;
import io.datasync.core.protocol.seal.DraftVisitor;
import io.datasync.core.protocol.seal.FolderListing;
import io.datasync.core.protocol.seal.FolderListings;
import io.datasync.core.seal.SealedSet;
import io.datasync.core.store.ArchiveStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When the server asks for a folder to be sealed, and what it says of sealed ones (CORE-5, D-10). */
interface SealContract {
    /** A day that is over wherever the server's clock stands. */
    FolderName PAST = folder("2026-01-10");

    CoordinatorFixture fixture();

    private CoordinatorFixture.Backstage backstage() {
        assumeTrue(fixture().backstage().isPresent(), "the server cannot be reached behind its port");
        return fixture().backstage().get();
    }

    private RunDriver open(JobId job) throws SyncException {
        return RunDriver.open(fixture().coordinator(), job);
    }

    private static CompleteRequest end(Duration scanAge, FolderListing... listings) {
        return new CompleteRequest(
                WHOLE.balance(),
                0,
                0,
                0,
                Optional.empty(),
                0,
                0,
                new FolderListings(List.of(listings), List.of(), false, scanAge));
    }

    private static FolderListing listed(FolderName folder) {
        return new FolderListing(folder, 0);
    }

    /** A job with one archived file in that folder. */
    private JobId archived(String path) throws SyncException {
        JobId job = fixture().newJob();
        RunDriver run = open(job);
        run.verified(1, fact(path, 1));
        run.complete(WHOLE);
        return job;
    }

    @Test
    @DisplayName(
            "CORE-5 D-10 a date folder is asked for 24 hours after the last new file, by a listing that began then")
    default void aQuietFolderIsAskedFor() throws SyncException {
        CoordinatorFixture.Backstage backstage = backstage();
        JobId job = archived("2026-01-10/a");
        CompleteAnswer early = open(job).complete(end(Duration.ZERO, listed(PAST)));
        assertThat(early.toSeal()).isEmpty();
        assertThat(early.nextSealIn().orElseThrow())
                .isBetween(Duration.ofHours(24).minusMinutes(5), Duration.ofHours(24));

        backstage.advance(Duration.ofHours(25));
        CompleteAnswer listedTooEarly = open(job).complete(end(Duration.ofHours(2), listed(PAST)));
        assertThat(listedTooEarly.toSeal()).isEmpty();
        assertThat(listedTooEarly.nextSealIn()).contains(Duration.ZERO);

        CompleteAnswer now = open(job).complete(end(Duration.ofMinutes(5), listed(PAST)));
        assertThat(now.toSeal()).containsExactly(PAST);
        assertThat(now.nextSealIn()).isEmpty();
    }

    @Test
    @DisplayName("RUN-3 the end of a run, repeated, asks for the same folders")
    default void aRepeatAsksForTheSame() throws SyncException {
        CoordinatorFixture.Backstage backstage = backstage();
        JobId job = archived("2026-01-10/a");
        backstage.advance(Duration.ofHours(25));
        RunDriver run = open(job);
        CompleteAnswer first = run.complete(end(Duration.ZERO, listed(PAST)));
        assertThat(run.complete(end(Duration.ZERO, listed(PAST)))).isEqualTo(first);
        assertThat(first.toSeal()).containsExactly(PAST);
    }

    @Test
    @DisplayName("D-10 a silent agent, and a run that failed, prove nothing")
    default void silenceProvesNothing() throws SyncException {
        CoordinatorFixture.Backstage backstage = backstage();
        JobId job = archived("2026-01-10/a");
        backstage.advance(Duration.ofDays(9));
        assertThat(open(job).complete(WHOLE).toSeal()).isEmpty();
        CompleteRequest failed = new CompleteRequest(
                WHOLE.balance(),
                0,
                0,
                0,
                Optional.of(ErrorCode.SHARE_FULL),
                0,
                0,
                new FolderListings(List.of(listed(PAST)), List.of(), false, Duration.ZERO));
        assertThat(open(job).complete(failed).toSeal()).isEmpty();
        assertThat(open(job)
                        .complete(end(Duration.ZERO, listed(folder("2026-01-11"))))
                        .toSeal())
                .isEmpty();
    }

    @Test
    @DisplayName("D-10 D-4 nothing in the folder is in flight, failed, damaged, missing or not proven")
    default void nothingIsOutstanding() throws SyncException {
        CoordinatorFixture.Backstage backstage = backstage();
        JobId job = archived("2026-01-10/a");
        RunDriver run = open(job);
        run.verified(1, fact("2026-01-10/b", 2));
        run.complete(WHOLE);
        backstage.advance(Duration.ofHours(25));
        CompleteAnswer outstanding = open(job).complete(end(Duration.ZERO, new FolderListing(PAST, 1)));
        assertThat(outstanding.toSeal()).isEmpty();
        assertThat(outstanding.nextSealIn()).isEmpty();
        for (EntryState state : List.of(EntryState.PRESENT, EntryState.DAMAGED, EntryState.MISSING)) {
            backstage.setState(job, fact("2026-01-10/b", 2).entry().path(), state);
            assertThat(open(job).complete(end(Duration.ZERO, listed(PAST))).toSeal())
                    .as(state.text())
                    .isEmpty();
        }
        backstage.setState(job, fact("2026-01-10/b", 2).entry().path(), EntryState.ATTESTED);
        assertThat(open(job).complete(end(Duration.ZERO, listed(PAST))).toSeal())
                .containsExactly(PAST);
    }

    @Test
    @DisplayName("D-10 only date folders are sealed: no other name, no impossible day, no day to come")
    default void onlyDateFolders() throws SyncException {
        CoordinatorFixture.Backstage backstage = backstage();
        for (String name : List.of("2026-02-30", "2126-01-10", "2026-1-10", "2026-01-10x", "docs")) {
            JobId job = archived(name + "/a");
            backstage.advance(Duration.ofHours(25));
            CompleteAnswer answer = open(job).complete(end(Duration.ZERO, listed(folder(name))));
            assertThat(answer.toSeal()).as(name).isEmpty();
            assertThat(answer.nextSealIn()).as(name).isEmpty();
        }
    }

    @Test
    @DisplayName("CORE-5 something new puts the seal off for another 24 hours; the same again, or a purge, does not")
    default void newFilesPutItOff() throws SyncException {
        CoordinatorFixture.Backstage backstage = backstage();
        JobId job = archived("2026-01-10/a");
        backstage.advance(Duration.ofHours(20));
        RunDriver late = open(job);
        late.verified(2, fact("2026-01-10/b", 2));
        late.complete(WHOLE);
        backstage.advance(Duration.ofHours(20));
        assertThat(open(job).complete(end(Duration.ZERO, listed(PAST))).toSeal())
                .isEmpty();
        RunDriver same = open(job);
        same.verified(3, fact("2026-01-10/b", 2));
        same.gone(3, "2026-01-10/a");
        same.complete(WHOLE);
        backstage.advance(Duration.ofHours(5));
        assertThat(open(job).complete(end(Duration.ZERO, listed(PAST))).toSeal())
                .containsExactly(PAST);
    }

    @Test
    @DisplayName(
            "D-1 D-10 a folder that the source has purged is sealed when the whole root was listed and nothing of it waits")
    default void aFolderThatLeftTheSource() throws SyncException {
        CoordinatorFixture.Backstage backstage = backstage();
        JobId job = archived("2026-01-10/a");
        backstage.advance(Duration.ofHours(25));
        CompleteRequest nothing = listings(List.of(), true);
        assertThat(open(job).complete(nothing).toSeal()).as("still there").isEmpty();
        RunDriver purged = open(job);
        purged.gone(2, "2026-01-10/a");
        purged.complete(WHOLE);
        assertThat(open(job).complete(listings(List.of(), false)).toSeal())
                .as("not all listed")
                .isEmpty();
        assertThat(open(job).complete(listings(List.of(PAST), true)).toSeal())
                .as("there, and not listed to its end")
                .isEmpty();
        assertThat(open(job).complete(nothing).toSeal()).containsExactly(PAST);
    }

    private static CompleteRequest listings(List<FolderName> unsettled, boolean whole) {
        return new CompleteRequest(
                WHOLE.balance(),
                0,
                0,
                0,
                Optional.empty(),
                0,
                0,
                new FolderListings(List.of(), unsettled, whole, Duration.ZERO));
    }

    @Test
    @DisplayName("D-10 the end of a run says when a folder may be ready, also one that it did not list")
    default void whenToComeBack() throws SyncException {
        backstage();
        JobId job = archived("2026-01-10/a");
        assertThat(open(job).complete(WHOLE).nextSealIn().orElseThrow())
                .isBetween(Duration.ofHours(24).minusMinutes(5), Duration.ofHours(24));
    }

    @Test
    @DisplayName(
            "CORE-4 a sealed folder that is not claimed does not differ, and sealed folders are named only to who takes others for sealed")
    default void sealedFoldersAreNotClaimed() throws SyncException {
        CoordinatorFixture.Backstage backstage = backstage();
        JobId job = archived("2026-01-10/a");
        backstage.seal(job, PAST);
        OpenAnswer forgetful = claim(job, List.of());
        assertThat(forgetful.sealed().orElseThrow()).containsExactly(PAST);
        assertThat(forgetful.differing()).isEmpty();
        assertThat(claim(job, List.of(PAST)).sealed()).isEmpty();
        assertThat(claim(job, List.of(PAST)).differing()).isEmpty();
        assertThat(claim(job, List.of(PAST, folder("2026-01-11"))).sealed().orElseThrow())
                .containsExactly(PAST);
        OpenAnswer claims = fixture()
                .coordinator()
                .open(RunDriver.request(
                        job, Samples.newRun(), Optional.empty(), FencingToken.NONE, List.of(fact("2026-01-10/b", 2))));
        assertThat(claims.differing()).containsExactly(PAST);
    }

    private FolderCertifier certifier(JobId job) {
        return new FolderCertifier(
                fixture().coordinator(),
                backstage().runner(),
                job,
                backstage().deviceKey(),
                () -> Samples.NOON,
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
        assertThat(open(job).complete(end(Duration.ZERO, listed(PAST))).toSeal())
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
        assertThat(open(job).complete(end(Duration.ZERO, listed(PAST))).toSeal())
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
                        facts -> {})
                .certify(PAST);
        assertThat(fixture().coordinator().certify(sent.get(0))).isEqualTo(first);
        try (ArchiveStore archive = backstage().archive(job)) {
            assertThat(new CertificateFiles(archive, backstage().runner(), job).revisions(PAST))
                    .containsExactly(first.revision());
        }
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

    private OpenAnswer claim(JobId job, List<FolderName> sealed) throws SyncException {
        RunId run = Samples.newRun();
        OpenAnswer answer = fixture()
                .coordinator()
                .open(new OpenRequest(
                        run, job, 2, false, Optional.empty(), FencingToken.NONE, List.of(), SealedSet.digest(sealed)));
        fixture().coordinator().complete(run, answer.token(), WHOLE);
        return answer;
    }
}

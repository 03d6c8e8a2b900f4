package io.datasync.testkit.coordinator;

import static io.datasync.testkit.coordinator.Refusals.assertRefused;
import static io.datasync.testkit.coordinator.Samples.fact;
import static io.datasync.testkit.coordinator.Samples.folder;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.certificate.CertificateVisitor;
import io.datasync.core.certificate.Predecessor;
import io.datasync.core.certificate.signature.CertificateFiles;
import io.datasync.core.certificate.signature.CertificateVerifier;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.cycle.seal.FolderCertifier;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.notice.DeedRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.Report;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.core.protocol.seal.DraftHead;
import io.datasync.core.protocol.seal.DraftVisitor;
import io.datasync.core.protocol.seal.FolderListing;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.coordinator.fixture.CoordinatorFixture;
import io.datasync.testkit.coordinator.fixture.RecordingCoordinator;
import io.datasync.testkit.coordinator.fixture.RulesFixture;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the server looks at before a folder is sealed, and what it leaves on the share")
final class CertifyRulesTest implements SealSteps {
    private static final int BATCH = FolderCertifier.BATCH;

    private final InMemoryStateIndex index = new InMemoryStateIndex(MovableClock.at("2026-04-23T10:00:00Z"));
    private final RulesFixture rules = new RulesFixture(index, new TwinHooks(index), CoordinatorSettings.DEFAULTS);
    private final List<CertifyRequest> sent = new ArrayList<>();
    private final List<Integer> vouched = new ArrayList<>();
    private UnaryOperator<DraftHead> heads = head -> head;

    @Override
    public CoordinatorFixture fixture() {
        return rules;
    }

    private CompleteAnswer listAgain(JobId job, FolderName... folders) throws SyncException {
        rules.advance(Duration.ofHours(25));
        FolderListing[] listings =
                List.of(folders).stream().map(SealSteps::listed).toArray(FolderListing[]::new);
        return open(job).complete(SealSteps.end(Duration.ZERO, listings));
    }

    private JobId ready() throws SyncException {
        JobId job = archived("2026-01-10/a");
        assertThat(listAgain(job, PAST).toSeal()).containsExactly(PAST);
        return job;
    }

    private CertifyAnswer certify(JobId job, boolean handsIn) throws SyncException {
        return new FolderCertifier(
                        new RecordingCoordinator(rules.coordinator(), sent, handsIn, heads),
                        RulesFixture.RUNNER,
                        job,
                        rules.deviceKey(),
                        () -> Samples.NOON,
                        SealSteps.SCRATCH,
                        facts -> vouched.add(facts.size()))
                .certify(PAST);
    }

    private CertifyRequest signed(JobId job) {
        assertRefused(ErrorCode.SERVER_UNREACHABLE, true, () -> certify(job, false));
        return sent.get(sent.size() - 1);
    }

    private void openAgain(JobId job, String late) throws SyncException {
        RunDriver run = open(job);
        run.verified(9, fact(late, 2));
        run.complete(Samples.WHOLE);
        listAgain(job, PAST);
    }

    private FolderRow row(JobId job) {
        return index.folders(job).stream()
                .filter(folder -> folder.name().equals(PAST))
                .findFirst()
                .orElseThrow();
    }

    private Optional<Predecessor> previous(JobId job, long revision) throws SyncException {
        try (ArchiveStore archive = rules.archive(job)) {
            return new CertificateFiles(archive, RulesFixture.RUNNER, job)
                    .verify(PAST, revision, new CertificateVerifier(rules.trusted()), CertificateVisitor.NONE)
                    .certificate()
                    .head()
                    .previous();
        }
    }

    @Test
    @DisplayName("D-9 D-35 a sealed folder is in the audit log once, and both public keys lie beside its certificate")
    void whatASealLeaves() throws SyncException {
        JobId job = ready();
        certify(job, true);
        rules.coordinator().certify(sent.get(0));
        assertThat(index.deeds(job)).extracting(DeedRow::deed).containsOnlyOnce(DeedRow.Deed.FOLDER_SEALED);
        try (ArchiveStore archive = rules.archive(job)) {
            assertThat(archive.controls("keys", 10)).hasSize(2);
            assertThat(archive.control(
                            ControlName.publicKeyOf(rules.deviceKey().keyId().text())))
                    .isPresent();
        }
    }

    @Test
    @DisplayName(
            "SEC-6 a certificate that sealed a folder says nothing to another runner, and another one is not taken for it")
    void aRepeatIsTheSame() throws SyncException {
        JobId job = ready();
        certify(job, true);
        CertifyRequest good = sent.get(0);
        assertRefused(ErrorCode.JOB_UNKNOWN, () -> rules.stranger().certify(good));
        CertifyRequest other =
                new CertifyRequest(job, PAST, good.folderRevision(), new byte[] {'{'}, good.signatures());
        assertRefused(ErrorCode.FOLDER_CHANGED, true, () -> rules.coordinator().certify(other));
    }

    @Test
    @DisplayName("D-9 what a certificate says otherwise than the index is named: the zone, the losses or the entries")
    void whatIsForeign() throws SyncException {
        JobId job = ready();
        heads = head -> new DraftHead(
                head.folder(),
                head.folderRevision(),
                head.certificateRevision(),
                head.previous(),
                ZoneId.of("America/Havana"),
                head.archived(),
                head.losses());
        foreign(signed(job), "America/Havana instead of", "losses instead of", "SetSummary");
        heads = head -> head;

        CertifyRequest before = signed(job);
        RunDriver run = open(job);
        run.report(new Report.Lost(1, Samples.file("2026-01-10/lost", 9), Samples.NOON));
        run.complete(Samples.WHOLE);
        foreign(before, "0 losses instead of 1", "Havana", "UTC", "SetSummary");

        openAgain(job, "2026-01-10/late");
        CertifyRequest now = signed(job);
        foreign(
                new CertifyRequest(job, PAST, now.folderRevision(), before.certificate(), before.signatures()),
                "SetSummary",
                "Havana");
    }

    private void foreign(CertifyRequest request, String said, String... unsaid) {
        Optional<SyncException> refusal =
                Refusals.refusal(() -> rules.coordinator().certify(request));
        assertThat(refusal).isPresent();
        assertThat(refusal.get().code()).isEqualTo(ErrorCode.CERTIFICATE_FOREIGN);
        assertThat(refusal.get()).hasMessageContaining(said).hasMessageNotContainingAny(unsaid);
    }

    @Test
    @DisplayName(
            "D-9 D-20 the share decides what the next certificate follows: what is not good there is passed over, and its number too")
    void theShareDecides() throws SyncException {
        JobId job = ready();
        try (ArchiveStore archive = rules.archive(job)) {
            archive.writeControl(ControlName.signaturesOf(PAST, 50), new byte[] {'{'});
        }
        CertifyAnswer first = certify(job, true);
        assertThat(first.revision()).isEqualTo(51);
        assertThat(previous(job, 51)).isEmpty();

        openAgain(job, "2026-01-10/late");
        forgetCertificate(job);
        CertifyAnswer second = certify(job, true);
        assertThat(second.revision()).isEqualTo(52);
        assertThat(previous(job, 52))
                .as("an index that was restored and knows none")
                .contains(new Predecessor(51, first.certificate()));
    }

    private void forgetCertificate(JobId job) throws SyncException {
        index.transact(tx -> {
            tx.lockJob(job);
            FolderRow row = tx.folder(job, PAST);
            tx.updateFolder(new FolderRow(
                    row.id(),
                    job,
                    PAST,
                    row.archived(),
                    row.atSource(),
                    row.lastNewAt(),
                    row.sealedAt(),
                    Optional.empty(),
                    row.listing(),
                    row.revision()));
            return true;
        });
        assertThat(row(job).certificate()).isEmpty();
    }

    @Test
    @DisplayName("D-9 the certificate that the index knows is followed although the share has lost it")
    void theKnownOneIsFollowed() throws SyncException {
        JobId job = ready();
        CertifyAnswer first = certify(job, true);
        try (ArchiveStore archive = rules.archive(job)) {
            archive.removeControl(ControlName.certificateOf(PAST, first.revision()));
        }
        openAgain(job, "2026-01-10/late");
        CertifyAnswer second = certify(job, true);
        assertThat(previous(job, second.revision())).contains(new Predecessor(first.revision(), first.certificate()));
    }

    @Test
    @DisplayName("D-31 CORE-8 a folder of many pages is shown whole, and vouched for batch by batch")
    void manyPages() throws SyncException {
        JobId job = rules.newJob();
        RunDriver run = open(job);
        for (int from : new int[] {0, BATCH}) {
            run.verified(
                    1,
                    IntStream.range(from, from + BATCH)
                            .mapToObj(i -> fact("2026-01-10/f" + i, i))
                            .toArray(Fact[]::new));
        }
        run.complete(Samples.WHOLE);
        listAgain(job, PAST);
        certify(job, true);
        assertThat(vouched).containsExactly(BATCH, BATCH);
        openAgain(job, "2026-01-10/late");
        vouched.clear();
        certify(job, true);
        assertThat(vouched).containsExactly(BATCH, BATCH, 1);
    }

    @Test
    @DisplayName("D-10 no draft of a folder that nobody knows, and none of one that changes while it is shown")
    void draftsThatAreRefused() throws SyncException {
        JobId job = ready();
        assertRefused(ErrorCode.SEAL_REFUSED, () -> {
            rules.coordinator().draft(job, folder("2026-01-11"), new Looking(() -> {}));
            return job;
        });
        assertRefused(ErrorCode.FOLDER_CHANGED, true, () -> {
            rules.coordinator().draft(job, PAST, new Looking(() -> open(job).gone(2, "2026-01-10/a")));
            return job;
        });
    }

    private record Looking(World.CarelessEpochs.Step atEachEntry) implements DraftVisitor {
        @Override
        public void head(DraftHead head) {}

        @Override
        public void entry(Fact fact) throws SyncException {
            atEachEntry.run();
        }

        @Override
        public void loss(SourceEntry entry, Instant noticedAt) {}
    }

    @Test
    @DisplayName("D-10 the end of a run says when the first of several folders may be ready")
    void theFirstOfSeveral() throws SyncException {
        JobId job = rules.newJob();
        RunDriver run = open(job);
        run.verified(1, fact("2026-01-11/a", 1));
        rules.advance(Duration.ofHours(2));
        run.verified(1, fact("2026-01-10/a", 1), fact("2026-01-12/a", 1));
        rules.advance(Duration.ofHours(1));
        assertThat(run.complete(Samples.WHOLE).nextSealIn()).contains(Duration.ofHours(24 - 3));
    }

    @Test
    @DisplayName("I-11 a hundred folders are asked for at a time; with one more the agent is to come back at once")
    void aHundredAtATime() throws SyncException {
        JobId job = rules.newJob();
        LocalDate first = LocalDate.of(2025, 1, 1);
        FolderName[] folders = IntStream.range(0, CompleteAnswer.TO_SEAL_MAX)
                .mapToObj(i -> folder(first.plusDays(i).toString()))
                .toArray(FolderName[]::new);
        RunDriver run = open(job);
        run.verified(
                1, List.of(folders).stream().map(name -> fact(name + "/a", 1)).toArray(Fact[]::new));
        run.complete(Samples.WHOLE);
        CompleteAnswer all = listAgain(job, folders);
        assertThat(all.toSeal()).containsExactly(folders);
        assertThat(all.nextSealIn()).isEmpty();

        FolderName late = folder(first.plusDays(CompleteAnswer.TO_SEAL_MAX).toString());
        RunDriver more = open(job);
        more.verified(1, fact(late + "/a", 1));
        more.complete(Samples.WHOLE);
        List<FolderName> with = new ArrayList<>(List.of(folders));
        with.add(late);
        CompleteAnswer most = listAgain(job, with.toArray(FolderName[]::new));
        assertThat(most.toSeal()).containsExactly(folders);
        assertThat(most.nextSealIn()).contains(Duration.ZERO);
    }
}

package io.datasync.testkit.coordinator;

import static io.datasync.testkit.coordinator.Refusals.assertRefused;
import static io.datasync.testkit.coordinator.Samples.fact;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.coordinator.AuditPort.Action;
import io.datasync.core.coordinator.AuditPort.Event;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.cycle.seal.FolderCertifier;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.coordinator.fixture.CoordinatorFixture;
import io.datasync.testkit.coordinator.fixture.RecordingCoordinator;
import io.datasync.testkit.coordinator.fixture.RulesFixture;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is audited of certificates that are handed in")
final class SealAuditTest implements SealSteps {
    private final InMemoryStateIndex index = new InMemoryStateIndex(MovableClock.at("2026-04-23T10:00:00Z"));
    private final RulesFixture rules = new RulesFixture(index, new TwinHooks(index), CoordinatorSettings.DEFAULTS);

    @Override
    public CoordinatorFixture fixture() {
        return rules;
    }

    /** What was audited of certificates, oldest first. */
    private List<Event> audited() {
        return rules.audit().stream()
                .filter(event -> event.action() == Action.FOLDER_SEALED || event.action() == Action.CERTIFICATE_REFUSED)
                .toList();
    }

    private JobId ready() throws SyncException {
        JobId job = archived("2026-01-10/a");
        rules.advance(Duration.ofHours(25));
        assertThat(open(job)
                        .complete(SealSteps.end(Duration.ZERO, SealSteps.listed(PAST)))
                        .toSeal())
                .containsExactly(PAST);
        return job;
    }

    private CertifyAnswer certify(JobId job, List<CertifyRequest> sent) throws SyncException {
        return new FolderCertifier(
                        new RecordingCoordinator(rules.coordinator(), sent, true),
                        RulesFixture.RUNNER,
                        job,
                        rules.deviceKey(),
                        () -> Samples.NOON,
                        SealSteps.SCRATCH,
                        facts -> {})
                .certify(PAST);
    }

    @Test
    @DisplayName("D-35 CORE-8 a folder that a certificate seals is audited once, with the certificate's digest")
    void aSealIsAudited() throws SyncException {
        JobId job = ready();
        List<CertifyRequest> sent = new ArrayList<>();
        CertifyAnswer answer = certify(job, sent);
        assertThat(audited()).singleElement().satisfies(event -> {
            assertThat(event.action()).isEqualTo(Action.FOLDER_SEALED);
            assertThat(event.runner()).isEqualTo(RulesFixture.RUNNER);
            assertThat(event.job()).contains(job);
            assertThat(event.detail())
                    .contains(PAST.text(), answer.certificate().hex());
        });
        rules.coordinator().certify(sent.get(0));
        assertThat(audited()).as("a repeat").hasSize(1);
    }

    @Test
    @DisplayName("D-9 a certificate that is not good is audited with its code; one that only came too late is not")
    void aBadCertificateIsAudited() throws SyncException {
        JobId job = ready();
        List<CertifyRequest> sent = new ArrayList<>();
        certify(job, sent);
        CertifyRequest good = sent.get(0);
        RunDriver late = open(job);
        late.verified(2, fact("2026-01-10/late", 2));
        late.complete(Samples.WHOLE);
        rules.advance(Duration.ofHours(25));
        open(job).complete(SealSteps.end(Duration.ZERO, SealSteps.listed(PAST)));
        assertRefused(ErrorCode.FOLDER_CHANGED, true, () -> rules.coordinator().certify(good));
        assertThat(audited()).hasSize(1);

        long revision = folderRevision(job);
        CertifyRequest stale = new CertifyRequest(job, PAST, revision, good.certificate(), good.signatures());
        assertRefused(ErrorCode.CERTIFICATE_FOREIGN, () -> rules.coordinator().certify(stale));
        assertThat(audited()).hasSize(2).last().satisfies(event -> {
            assertThat(event.action()).isEqualTo(Action.CERTIFICATE_REFUSED);
            assertThat(event.runner()).isEqualTo(RulesFixture.RUNNER);
            assertThat(event.job()).contains(job);
            assertThat(event.code()).contains(ErrorCode.CERTIFICATE_FOREIGN);
        });
    }

    private long folderRevision(JobId job) {
        return index.folders(job).stream()
                .filter(folder -> folder.name().equals(PAST))
                .findFirst()
                .orElseThrow()
                .revision();
    }
}

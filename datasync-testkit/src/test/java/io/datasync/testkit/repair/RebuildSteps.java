package io.datasync.testkit.repair;

import static io.datasync.testkit.repair.RepairFixture.JOB;
import static io.datasync.testkit.repair.RepairFixture.RUNNER;
import static io.datasync.testkit.repair.RepairFixture.path;

import io.datasync.core.certificate.Certificate;
import io.datasync.core.certificate.CertificateHead;
import io.datasync.core.certificate.CertificateId;
import io.datasync.core.certificate.CertificateWriter;
import io.datasync.core.certificate.CertifiedLoss;
import io.datasync.core.certificate.signature.CertificateFiles;
import io.datasync.core.certificate.signature.CertificateSignatures;
import io.datasync.core.certificate.signature.CertificateVerifier;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.CertificateNote;
import io.datasync.core.key.Ed25519Signer;
import io.datasync.core.key.KeyRing;
import io.datasync.core.key.KeyUse;
import io.datasync.core.key.Signer;
import io.datasync.core.key.VerificationKey;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.reconcile.JournalFacts;
import io.datasync.core.reconcile.RebuildReport;
import io.datasync.core.reconcile.Rebuilder;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** A job whose index is made anew from its share, and what makes certificates for it. */
abstract class RebuildSteps {
    static final FolderName DAY = path("2026-04-22/x").folder();
    static final Signer AGENT = signer();
    static final Signer SERVER = signer();

    RepairFixture job;
    JournalFacts journal = JournalFacts.NONE;
    CertificateVerifier verifier = verifier(AGENT, SERVER);

    static Signer signer() {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return Ed25519Signer.of(
                    pair.getPrivate().getEncoded(), pair.getPublic().getEncoded());
        } catch (GeneralSecurityException | SyncException e) {
            throw new IllegalStateException(e);
        }
    }

    static CertificateVerifier verifier(Signer agent, Signer server) {
        var since = Instant.EPOCH;
        try {
            return new CertificateVerifier(KeyRing.of(List.of(
                    new VerificationKey(KeyUse.AGENT, Optional.of(RUNNER), agent.publicKey(), since, Optional.empty()),
                    new VerificationKey(
                            KeyUse.SERVER, Optional.empty(), server.publicKey(), since, Optional.empty()))));
        } catch (SyncException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void aJob() throws SyncException {
        job = new RepairFixture();
        job.put("2026-04-22/a", "first").put("2026-04-22/b", "second").put("2026-04-23/c", "third");
        job.put("root.txt", "at the root");
    }

    CertificateFiles files() {
        return new CertificateFiles(job.store, RUNNER, JOB);
    }

    /** Seals a folder of the share as an agent and a server do. */
    CertificateNote certify(long revision, List<Fact> facts, CertifiedLoss... losses) throws Exception {
        var id = new CertificateId(RUNNER, JOB, DAY, revision);
        var head = new CertificateHead(
                id, Optional.empty(), "Europe/Berlin", job.clock.instant().minusSeconds(60), AGENT.keyId());
        var json = new ByteArrayOutputStream();
        var writer = new CertificateWriter(json, head);
        for (Fact fact : facts.stream()
                .sorted(Comparator.comparing(Fact::entry, SourceEntry.CANONICAL_ORDER))
                .toList()) {
            writer.entry(fact);
        }
        for (CertifiedLoss loss : losses) {
            writer.loss(loss);
        }
        Certificate certificate = writer.finish();
        CertificateSignatures signatures =
                CertificateSignatures.byAgent(certificate, AGENT).countersigned(SERVER, job.clock.instant());
        files().publish(signatures, json.toByteArray(), verifier(AGENT, SERVER));
        return new CertificateNote(revision, certificate.digest(), certificate.summary());
    }

    RebuildReport rebuild() throws SyncException {
        return rebuild(job.nextRepair(), List.of(DAY));
    }

    RebuildReport rebuild(RunId id, List<FolderName> alsoKnown) throws SyncException {
        return new Rebuilder(
                        job.index, job.store, JOB, job.settings, files(), verifier, journal, job.pacing, job.listener)
                .run(id, alsoKnown);
    }

    Fact a() {
        return job.fact("2026-04-22/a", "first");
    }

    Fact b() {
        return job.fact("2026-04-22/b", "second");
    }
}

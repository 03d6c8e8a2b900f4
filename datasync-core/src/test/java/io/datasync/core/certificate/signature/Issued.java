package io.datasync.core.certificate.signature;

import io.datasync.core.certificate.Certificate;
import io.datasync.core.certificate.CertificateHead;
import io.datasync.core.certificate.CertificateId;
import io.datasync.core.certificate.CertificateVisitor;
import io.datasync.core.certificate.CertificateWriter;
import io.datasync.core.certificate.CertifiedLoss;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.key.Ed25519Signer;
import io.datasync.core.key.KeyRing;
import io.datasync.core.key.KeyUse;
import io.datasync.core.key.Signer;
import io.datasync.core.key.VerificationKey;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A certificate as tests make one: its two files, and whose keys. */
final class Issued {
    static final RunnerId RUNNER = new RunnerId("pc-1");
    static final JobId JOB = new JobId("images");
    static final FolderName FOLDER = RelativePath.known("2026-04-23/x").folder();
    static final CertificateId ID = new CertificateId(RUNNER, JOB, FOLDER, 3);
    static final Instant NOON = Instant.parse("2026-04-25T12:00:00Z");
    static final Signer AGENT = signer();
    static final Signer SERVER = signer();

    private final byte[] json;
    private final byte[] sig;
    private final Certificate certificate;

    private Issued(byte[] json, byte[] sig, Certificate certificate) {
        this.json = json.clone();
        this.sig = sig.clone();
        this.certificate = certificate;
    }

    byte[] json() {
        return json.clone();
    }

    byte[] sig() {
        return sig.clone();
    }

    Certificate certificate() {
        return certificate;
    }

    static Signer signer() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return Ed25519Signer.of(
                    pair.getPrivate().getEncoded(), pair.getPublic().getEncoded());
        } catch (GeneralSecurityException | SyncException e) {
            throw new IllegalStateException(e);
        }
    }

    static VerificationKey agentKey(Signer signer) {
        return new VerificationKey(
                KeyUse.AGENT, Optional.of(RUNNER), signer.publicKey(), NOON.minusSeconds(60), Optional.empty());
    }

    static VerificationKey serverKey(Signer signer) {
        return new VerificationKey(
                KeyUse.SERVER, Optional.empty(), signer.publicKey(), NOON.minusSeconds(60), Optional.empty());
    }

    static KeyRing ring(VerificationKey... keys) {
        try {
            return KeyRing.of(List.of(keys));
        } catch (SyncException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyRing ring() {
        return ring(agentKey(AGENT), serverKey(SERVER));
    }

    static Fact fact(String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new Fact(
                SourceEntry.file(RelativePath.known(FOLDER + "/" + name), bytes.length, 17_769_384_000_000_001L),
                Digest.of(Digest.sha256().digest(bytes)),
                Instant.parse("2026-04-23T10:00:00.5Z"));
    }

    static Fact folder(String name) {
        return new Fact(
                SourceEntry.folder(RelativePath.known(FOLDER + "/" + name)),
                Digest.OF_NOTHING,
                Instant.parse("2026-04-23T10:00:01Z"));
    }

    static CertifiedLoss loss(String name) {
        return new CertifiedLoss(
                SourceEntry.file(RelativePath.known(FOLDER + "/" + name), 7, -1),
                Instant.parse("2026-04-24T00:00:00Z"));
    }

    static CertificateHead head(CertificateId id) {
        return new CertificateHead(id, Optional.empty(), "Europe/Berlin", NOON.minusSeconds(3600), AGENT.keyId());
    }

    static Issued of(CertificateHead head, List<Fact> facts, List<CertifiedLoss> losses) {
        var json = new ByteArrayOutputStream();
        try {
            var writer = new CertificateWriter(json, head);
            for (Fact fact : facts) {
                writer.entry(fact);
            }
            for (CertifiedLoss loss : losses) {
                writer.loss(loss);
            }
            Certificate certificate = writer.finish();
            CertificateSignatures signatures =
                    CertificateSignatures.byAgent(certificate, AGENT).countersigned(SERVER, NOON);
            return new Issued(json.toByteArray(), CertificateSignaturesJson.write(signatures), certificate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SyncException e) {
            throw new IllegalStateException(e);
        }
    }

    static Issued sample() {
        return of(
                head(ID),
                List.of(fact("part-0001.csv", "hello"), folder("sub"), fact("ü\"\\.txt", "")),
                List.of(loss("z")));
    }

    VerifiedCertificate verify(KeyRing ring, CertificateId id) throws SyncException {
        try {
            return new CertificateVerifier(ring)
                    .published(id, new ByteArrayInputStream(json), sig, CertificateVisitor.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Issued withJson(byte[] other) {
        return new Issued(other, sig, certificate);
    }

    Issued withSig(byte[] other) {
        return new Issued(json, other, certificate);
    }
}

package io.datasync.core.certificate.signature;

import static io.datasync.core.certificate.signature.Issued.AGENT;
import static io.datasync.core.certificate.signature.Issued.ID;
import static io.datasync.core.certificate.signature.Issued.NOON;
import static io.datasync.core.certificate.signature.Issued.SERVER;
import static io.datasync.core.certificate.signature.Issued.agentKey;
import static io.datasync.core.certificate.signature.Issued.ring;
import static io.datasync.core.certificate.signature.Issued.serverKey;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.Property;
import io.datasync.core.certificate.CertificateHead;
import io.datasync.core.certificate.CertificateId;
import io.datasync.core.certificate.CertificateVisitor;
import io.datasync.core.certificate.Predecessor;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.key.KeyRing;
import io.datasync.core.key.KeyUse;
import io.datasync.core.key.Signer;
import io.datasync.core.key.VerificationKey;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.RelativePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-9 a certificate is good when keys that were given say so")
class CertificateVerifierTest {
    private final Issued issued = Issued.sample();

    private void refused(Issued files, KeyRing keys, CertificateId id, ErrorCode code, String why) {
        assertThatThrownBy(() -> files.verify(keys, id))
                .isInstanceOfSatisfying(SyncException.class, e -> {
                    assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
                    assertThat(e.retryable()).isFalse();
                })
                .hasMessageContaining(id.folder() + "/" + id.revision())
                .hasMessageContaining(why);
    }

    @Test
    void aGoodOneIsGood() throws Exception {
        VerifiedCertificate verified = issued.verify(ring(), ID);
        assertThat(verified.certificate()).isEqualTo(issued.certificate());
        assertThat(verified.signatures()).isEqualTo(CertificateSignaturesJson.read(issued.sig()));
        assertThat(verified).hasToString("verified certificate 2026-04-23/3 of job images of pc-1");
    }

    @Test
    @DisplayName("D-9 keys that were not given are not trusted, whoever else they belong to")
    void aForeignKeyIsRefused() {
        ErrorCode foreign = ErrorCode.CERTIFICATE_FOREIGN;
        Signer other = Issued.signer();
        refused(issued, ring(agentKey(AGENT)), ID, foreign, "server's key " + SERVER.keyId() + " is not trusted");
        refused(issued, ring(serverKey(SERVER)), ID, foreign, "agent's key " + AGENT.keyId() + " is not trusted");
        refused(issued, ring(agentKey(other), serverKey(SERVER)), ID, foreign, "is not trusted");
        var anotherPc = new VerificationKey(
                KeyUse.AGENT, Optional.of(new RunnerId("pc-2")), AGENT.publicKey(), Instant.EPOCH, Optional.empty());
        refused(issued, ring(anotherPc, serverKey(SERVER)), ID, foreign, "is not the agent's");
        refused(issued, ring(serverKey(AGENT), serverKey(SERVER)), ID, foreign, "is not the agent's");
        refused(issued, ring(agentKey(AGENT), agentKey(SERVER)), ID, foreign, "is not the server's");
    }

    @Test
    @DisplayName("D-9 the server's time at the countersignature says whether the keys were valid")
    void aKeyMustBeValidWhenItIsCountersigned() throws Exception {
        ErrorCode foreign = ErrorCode.CERTIFICATE_FOREIGN;
        refused(issued, ring(agentKey(AGENT).until(NOON), serverKey(SERVER)), ID, foreign, "was not valid at " + NOON);
        refused(issued, ring(agentKey(AGENT), serverKey(SERVER).until(NOON)), ID, foreign, "was not valid at " + NOON);
        KeyRing until = ring(agentKey(AGENT).until(NOON.plusNanos(1)), serverKey(SERVER));
        assertThat(issued.verify(until, ID)).as("valid until after").isNotNull();
        assertThat(issued.certificate().head().issuedAt())
                .as("the agent's own time is before its key was known, and does not matter")
                .isBefore(agentKey(AGENT).validFrom());
        var later = new VerificationKey(
                KeyUse.SERVER, Optional.empty(), SERVER.publicKey(), NOON.plusNanos(1), Optional.empty());
        refused(issued, ring(agentKey(AGENT), later), ID, foreign, "was not valid");
    }

    @Test
    @DisplayName("D-9 a certificate of another runner, job, folder or revision is refused in this place")
    void anotherPlaceIsRefused() {
        for (CertificateId other : List.of(
                new CertificateId(new RunnerId("pc-2"), ID.job(), ID.folder(), 3),
                new CertificateId(ID.runner(), new JobId("other"), ID.folder(), 3),
                new CertificateId(
                        ID.runner(),
                        ID.job(),
                        RelativePath.known("2026-04-24/x").folder(),
                        3),
                new CertificateId(ID.runner(), ID.job(), ID.folder(), 4))) {
            refused(issued, ring(), other, ErrorCode.CERTIFICATE_FOREIGN, "its signature is of " + ID);
        }
    }

    @Test
    @DisplayName("D-9 without the countersignature it is only submitted")
    void withoutCountersignature() throws Exception {
        CertificateSignatures signatures = CertificateSignaturesJson.read(issued.sig());
        Issued submitted = issued.withSig(CertificateSignaturesJson.write(signatures.ofAgent()));
        refused(submitted, ring(), ID, ErrorCode.CERTIFICATE_UNSIGNED, "not countersigned");

        var verifier = new CertificateVerifier(ring(agentKey(AGENT)));
        for (byte[] sig : List.of(submitted.sig(), issued.sig())) {
            VerifiedCertificate verified =
                    verifier.submitted(ID, new ByteArrayInputStream(issued.json()), sig, NOON, CertificateVisitor.NONE);
            assertThat(verified.signatures())
                    .as("a countersignature is not looked at")
                    .isEqualTo(signatures.ofAgent());
        }
        assertThatThrownBy(() -> verifier.submitted(
                        ID,
                        new ByteArrayInputStream(issued.json()),
                        issued.sig(),
                        NOON.minusSeconds(61),
                        CertificateVisitor.NONE))
                .hasMessageContaining("was not valid");
    }

    @Test
    @DisplayName("D-9 what was signed with the right key but says something else is tampered")
    void whatDoesNotBelongTogetherIsTampered() throws Exception {
        ErrorCode tampered = ErrorCode.CERTIFICATE_TAMPERED;
        Issued fewer = Issued.of(Issued.head(ID), List.of(Issued.fact("part-0001.csv", "hello")), List.of());
        refused(issued.withJson(fewer.json()), ring(), ID, tampered, "not those that the agent signed");

        CertificateSignatures mine = CertificateSignaturesJson.read(issued.sig());
        CertificateSignatures theirs = CertificateSignaturesJson.read(fewer.sig());
        var mixed = new CertificateSignatures(mine.agent(), theirs.server());
        refused(
                issued.withSig(CertificateSignaturesJson.write(mixed)),
                ring(),
                ID,
                tampered,
                "not those that the server signed");

        SignedStatement server = mine.server().orElseThrow();
        var stolen = new CertificateSignatures(
                mine.agent(),
                Optional.of(new SignedStatement(
                        server.key(), server.statement(), mine.agent().signature())));
        refused(
                issued.withSig(CertificateSignaturesJson.write(stolen)),
                ring(),
                ID,
                tampered,
                "the signature of the server does not hold");

        Statement said = mine.agent().statement();
        var wrongSum = new Statement(said.by(), said.id(), said.certificate(), said.certificate(), said.signedAt());
        var wrongTime = new Statement(said.by(), said.id(), said.certificate(), said.setDigest(), NOON);
        for (Statement wrong : List.of(wrongSum, wrongTime)) {
            var signatures = new CertificateSignatures(SignedStatement.by(AGENT, wrong), mine.server());
            refused(
                    issued.withSig(CertificateSignaturesJson.write(signatures)),
                    ring(),
                    ID,
                    tampered,
                    wrong.equals(wrongSum) ? "set digest" : "another key or time");
        }
    }

    @Test
    @DisplayName("D-9 each changed byte is refused, in the certificate and in its signatures")
    void everyByteCounts() {
        Property.holds(400, random -> {
            boolean inJson = random.nextBoolean();
            byte[] bytes = inJson ? issued.json() : issued.sig();
            int at = random.nextInt(bytes.length);
            bytes[at] ^= (byte) (1 + random.nextInt(255));
            Issued changed = inJson ? issued.withJson(bytes) : issued.withSig(bytes);
            assertThat(refusal(changed))
                    .as("byte %d of %s", at, inJson ? "json" : "sig")
                    .isIn(
                            ErrorCode.CERTIFICATE_MALFORMED,
                            ErrorCode.CERTIFICATE_TAMPERED,
                            ErrorCode.CERTIFICATE_FOREIGN);
        });
    }

    @Test
    @DisplayName("D-9 cut short anywhere, either file is malformed, and so is one with something after it")
    void cutShortIsMalformed() {
        for (int length = 0; length < issued.json().length; length += 5) {
            assertThat(refusal(issued.withJson(Arrays.copyOf(issued.json(), length))))
                    .as("json of %d bytes", length)
                    .isEqualTo(ErrorCode.CERTIFICATE_MALFORMED);
        }
        for (int length = 0; length < issued.sig().length; length += 5) {
            assertThat(refusal(issued.withSig(Arrays.copyOf(issued.sig(), length))))
                    .as("sig of %d bytes", length)
                    .isEqualTo(ErrorCode.CERTIFICATE_MALFORMED);
        }
        byte[] blank = (new String(issued.json(), UTF_8) + "\n").getBytes(UTF_8);
        refused(issued.withJson(blank), ring(), ID, ErrorCode.CERTIFICATE_MALFORMED, "something after its end");
    }

    private ErrorCode refusal(Issued files) {
        try {
            files.verify(ring(), ID);
            throw new AssertionError("It was taken for good");
        } catch (SyncException e) {
            assertThat(e).hasMessageContaining("2026-04-23/3");
            return e.code();
        }
    }

    @Test
    @DisplayName("D-9 each certificate follows the one that it names, of the same folder")
    void theChain() throws Exception {
        VerifiedCertificate first = issued.verify(ring(), ID);
        VerifiedCertificate second = following(Optional.of(issued.certificate().asPredecessor()), 4);
        CertificateVerifier.requireChained(second, first);

        Predecessor another = new Predecessor(3, issued.certificate().entriesDigest());
        for (VerifiedCertificate wrong : List.of(
                following(Optional.of(another), 4),
                following(Optional.empty(), 4),
                following(Optional.of(new Predecessor(2, issued.certificate().digest())), 4))) {
            assertThatThrownBy(() -> CertificateVerifier.requireChained(wrong, first))
                    .isInstanceOfSatisfying(
                            SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CERTIFICATE_UNCHAINED))
                    .hasMessageContaining("2026-04-23/4");
        }
        var elsewhere = new CertificateId(ID.runner(), new JobId("other"), ID.folder(), 4);
        Issued foreign = Issued.of(
                new CertificateHead(elsewhere, second.certificate().head().previous(), "UTC", NOON, AGENT.keyId()),
                List.of(),
                List.of());
        VerifiedCertificate foreignVerified = foreign.verify(ring(), elsewhere);
        assertThatThrownBy(() -> CertificateVerifier.requireChained(foreignVerified, first))
                .hasMessageContaining("job other");
    }

    private static VerifiedCertificate following(Optional<Predecessor> previous, long revision) throws SyncException {
        var id = new CertificateId(ID.runner(), ID.job(), ID.folder(), revision);
        return Issued.of(new CertificateHead(id, previous, "Europe/Berlin", NOON, AGENT.keyId()), List.of(), List.of())
                .verify(ring(), id);
    }

    @Test
    @DisplayName("I-12 a stream that fails is no bad certificate")
    void aStreamThatFails() {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };
        assertThatThrownBy(() ->
                        new CertificateVerifier(ring()).published(ID, broken, issued.sig(), CertificateVisitor.NONE))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
    }

    @Test
    @DisplayName("D-9 who signs must be who the certificate names")
    void signaturesOfTheWrongOnes() throws Exception {
        assertThatThrownBy(() -> CertificateSignatures.byAgent(issued.certificate(), SERVER))
                .isInstanceOf(IllegalArgumentException.class);
        CertificateSignatures good = CertificateSignaturesJson.read(issued.sig());
        assertThatThrownBy(() -> new CertificateSignatures(good.server().orElseThrow(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        String swapped = new String(issued.sig(), UTF_8).replace("by=agent", "by=server");
        refused(
                issued.withSig(swapped.getBytes(UTF_8)),
                ring(),
                ID,
                ErrorCode.CERTIFICATE_MALFORMED,
                "in the place of agent");
    }

    @Test
    @DisplayName("D-9 signatures that name one certificate do not vouch for another by its digest")
    void anotherCertificateUnderTheSignatures() {
        var other = new CertificateId(ID.runner(), ID.job(), ID.folder(), 4);
        Issued elsewhere = Issued.of(Issued.head(other), List.of(), List.of());
        Statement agent = new Statement(
                KeyUse.AGENT,
                ID,
                elsewhere.certificate().digest(),
                elsewhere.certificate().summary().sum(),
                elsewhere.certificate().head().issuedAt());
        Statement server = new Statement(KeyUse.SERVER, ID, agent.certificate(), agent.setDigest(), NOON);
        var signatures = new CertificateSignatures(
                SignedStatement.by(AGENT, agent), Optional.of(SignedStatement.by(SERVER, server)));
        refused(
                elsewhere.withSig(CertificateSignaturesJson.write(signatures)),
                ring(),
                ID,
                ErrorCode.CERTIFICATE_FOREIGN,
                "it is of " + other);
    }

    @Test
    @DisplayName("D-9 a statement has one form")
    void aStatementHasOneForm() {
        for (String[] change : new String[][] {
            {"revision=3", "revision=03"},
            {"revision=3", "revision=0"},
            {"folder=2026-04-23", "folder=2026-04-31"},
            {"12:00:00Z", "12:00:00.000Z"},
            {"12:00:00Z", "12:00:00+00:00"},
            {"by=agent", "by=me"},
            {"signature-1", "signature-2"},
            {"job=images", "job=images "}
        }) {
            String sig = new String(issued.sig(), UTF_8);
            assertThat(sig).contains(change[0]);
            refused(
                    issued.withSig(sig.replace(change[0], change[1]).getBytes(UTF_8)),
                    ring(),
                    ID,
                    ErrorCode.CERTIFICATE_MALFORMED,
                    "The signature file of the certificate at byte ");
        }
    }

    @Test
    @DisplayName("D-9 another key of the same runner does not sign for the one that the certificate names")
    void anotherKeyOfTheSameRunner() throws Exception {
        Signer other = Issued.signer();
        CertificateSignatures good = CertificateSignaturesJson.read(issued.sig());
        var signatures =
                new CertificateSignatures(SignedStatement.by(other, good.agent().statement()), good.server());
        refused(
                issued.withSig(CertificateSignaturesJson.write(signatures)),
                ring(agentKey(AGENT), agentKey(other), serverKey(SERVER)),
                ID,
                ErrorCode.CERTIFICATE_TAMPERED,
                "another key or time");
    }
}

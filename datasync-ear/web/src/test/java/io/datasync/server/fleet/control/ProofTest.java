package io.datasync.server.fleet.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.RegisterRequest;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-27 who registers proves to hold the private key")
class ProofTest {
    private final KeyPair pair;
    private final RegisterRequest request;

    ProofTest() throws GeneralSecurityException {
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        request = request("pc-1", pair);
    }

    @Test
    void aGoodProofPasses() {
        assertThatCode(() -> Proof.check(request)).doesNotThrowAnyException();
    }

    @Test
    void aProofOfSomethingElseFails() throws GeneralSecurityException {
        String other = request("pc-2", pair).proof();
        assertRefused(request.with(other), ErrorCode.UNAUTHENTICATED);
        assertRefused(request.with("AAAA"), ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void aProofOfAnotherKeyFails() throws GeneralSecurityException {
        KeyPair stranger = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        assertRefused(request.with(request("pc-1", stranger).proof()), ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void aKeyOfAnotherKindIsMalformed() throws GeneralSecurityException {
        KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        var wrong = new RegisterRequest(
                request.wanted(),
                request.host(),
                request.fingerprint(),
                request.os(),
                request.agentVersion(),
                Base64.getEncoder().encodeToString(rsa.getPublic().getEncoded()),
                request.keySha256(),
                request.proof());
        assertRefused(wrong, ErrorCode.MESSAGE_MALFORMED);
    }

    @Test
    @DisplayName("D-9 a key in another spelling is malformed: its id is derived from its one text")
    void aKeyInAnotherSpellingIsMalformed() throws GeneralSecurityException {
        byte[] x509 = pair.getPublic().getEncoded();
        String unpadded = Base64.getEncoder().withoutPadding().encodeToString(x509);
        var respelt = new RegisterRequest(
                request.wanted(),
                request.host(),
                request.fingerprint(),
                request.os(),
                request.agentVersion(),
                unpadded,
                request.keySha256(),
                request.proof());
        assertThat(unpadded).isNotEqualTo(request.publicKey());
        assertRefused(respelt, ErrorCode.MESSAGE_MALFORMED);
    }

    @Test
    @DisplayName("AGT-1 an id that the server makes is the same for the same PC, and safe in a path")
    void madeIds() throws GeneralSecurityException {
        var nameless = new RegisterRequest(
                Optional.empty(),
                "MESS RECHNER.größe.local",
                "f",
                "os",
                "1",
                request.publicKey(),
                request.keySha256(),
                "");
        String id = RunnerIds.of(nameless).text();
        assertThat(id)
                .matches("mess-rechner-[0-9a-f]{6}")
                .isEqualTo(RunnerIds.of(nameless).text());
        assertThat(RunnerIds.of(request).text()).isEqualTo("pc-1");
        var odd = new RegisterRequest(
                Optional.empty(), "…", "f", "os", "1", request.publicKey(), request.keySha256(), "");
        assertThat(RunnerIds.of(odd).text()).matches("pc-[0-9a-f]{6}");
    }

    private static void assertRefused(RegisterRequest request, ErrorCode code) {
        assertThatThrownBy(() -> Proof.check(request))
                .isInstanceOfSatisfying(SyncException.class, failure -> assertThat(failure.code())
                        .isEqualTo(code));
    }

    private static RegisterRequest request(String id, KeyPair pair) throws GeneralSecurityException {
        var unsigned = new RegisterRequest(
                Optional.of(new RunnerId(id)),
                "pc",
                "board",
                "os",
                "1.0",
                Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()),
                Digest.OF_NOTHING,
                "");
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(unsigned.signed());
        return unsigned.with(Base64.getEncoder().encodeToString(signature.sign()));
    }
}

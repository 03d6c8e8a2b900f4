package io.datasync.core.certificate.signature;

import io.datasync.core.certificate.Certificate;
import io.datasync.core.certificate.CertificateHead;
import io.datasync.core.key.KeyUse;
import io.datasync.core.key.Signer;
import java.time.Instant;
import java.util.Optional;

/**
 * The content of a certificate's {@code .sig}: the agent's signature and, once the server has checked it, the countersignature (D-9).
 *
 * @param server empty in what an agent submits; always there on a share
 */
public record CertificateSignatures(SignedStatement agent, Optional<SignedStatement> server) {
    public CertificateSignatures {
        if (agent.statement().by() != KeyUse.AGENT
                || server.filter(it -> it.statement().by() != KeyUse.SERVER).isPresent()) {
            throw new IllegalArgumentException("An agent signs, a server countersigns: " + agent + ", " + server);
        }
    }

    /**
     * The agent's signature of a certificate that it has just written. The same certificate gives the same signature.
     *
     * @throws IllegalArgumentException when the certificate names another key
     */
    public static CertificateSignatures byAgent(Certificate certificate, Signer deviceKey) {
        CertificateHead head = certificate.head();
        if (!head.key().equals(deviceKey.keyId())) {
            throw new IllegalArgumentException(
                    "The certificate names the key " + head.key() + ", not " + deviceKey.keyId());
        }
        Statement statement = Statement.of(KeyUse.AGENT, certificate, head.issuedAt());
        return new CertificateSignatures(SignedStatement.by(deviceKey, statement), Optional.empty());
    }

    /**
     * These with the server's countersignature of the same statement. Whoever calls has verified the certificate and compared its set
     * digest with the index.
     *
     * @param signedAt the server's time, which decides whether the agent's key was valid
     */
    public CertificateSignatures countersigned(Signer serverKey, Instant signedAt) {
        Statement said = agent.statement();
        Statement statement = new Statement(KeyUse.SERVER, said.id(), said.certificate(), said.setDigest(), signedAt);
        return new CertificateSignatures(agent, Optional.of(SignedStatement.by(serverKey, statement)));
    }

    /** The agent's signature alone, as it was submitted. */
    public CertificateSignatures ofAgent() {
        return new CertificateSignatures(agent, Optional.empty());
    }
}

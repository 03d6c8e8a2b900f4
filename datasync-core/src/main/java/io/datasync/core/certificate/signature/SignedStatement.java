package io.datasync.core.certificate.signature;

import io.datasync.core.key.KeyId;
import io.datasync.core.key.SignatureValue;
import io.datasync.core.key.Signer;

/** A statement, and the Ed25519 signature of its bytes by the key of this id. Nothing is checked by having one. */
public record SignedStatement(KeyId key, Statement statement, SignatureValue signature) {
    static SignedStatement by(Signer signer, Statement statement) {
        return new SignedStatement(signer.keyId(), statement, signer.sign(statement.bytes()));
    }
}

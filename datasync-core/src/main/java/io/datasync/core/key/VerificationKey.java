package io.datasync.core.key;

import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunnerId;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A public key, what it may sign and when: {@code .datasync/keys/<keyId>.json} (D-9).
 *
 * <p>Validity is judged by the server's clock, at the moment of the countersignature: a PC's own clock may be years off, and a thief would
 * set it back.
 *
 * @param use what it signs for
 * @param runner whose device key it is; empty for the server's
 * @param publicKey the X.509 form of the Ed25519 key, in base64
 * @param validFrom the first moment at which its signatures count
 * @param validUntil the first moment at which they do not any more; what was countersigned before stays good
 */
public record VerificationKey(
        KeyUse use, Optional<RunnerId> runner, String publicKey, Instant validFrom, Optional<Instant> validUntil) {
    public VerificationKey {
        if (runner.isPresent() != (use == KeyUse.AGENT)) {
            throw new IllegalArgumentException("A key of " + use.text() + " cannot be of runner " + runner);
        }
        try {
            PublicKeyForm.parse(publicKey);
        } catch (SyncException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Its name, derived from the key. */
    public KeyId keyId() {
        return KeyId.of(bytes());
    }

    /** Whether its signatures count at this moment. */
    public boolean isValidAt(Instant moment) {
        return !moment.isBefore(validFrom) && validUntil.map(moment::isBefore).orElse(true);
    }

    /** Whether this is its signature of these bytes. */
    public boolean verifies(byte[] bytes, SignatureValue signature) {
        return PublicKeyForm.verifies(bytes(), bytes, signature);
    }

    /** The same key, which no longer counts from this moment on. */
    public VerificationKey until(Instant end) {
        return new VerificationKey(use, runner, publicKey, validFrom, Optional.of(end));
    }

    private byte[] bytes() {
        return Base64.getDecoder().decode(publicKey);
    }
}

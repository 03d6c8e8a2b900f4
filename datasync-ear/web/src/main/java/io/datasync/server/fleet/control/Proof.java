package io.datasync.server.fleet.control;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.protocol.fleet.RegisterRequest;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Whether who registers holds the private key. Pure. */
final class Proof {
    private static final String NO_KEY = "publicKey is not an Ed25519 key in X.509 form.";

    private Proof() {}

    /**
     * Checks the signature of a request.
     *
     * @throws SyncException {@code MESSAGE_MALFORMED} when the key is not an Ed25519 key; {@code UNAUTHENTICATED} when the
     *     signature is not its
     */
    static void check(RegisterRequest request) throws SyncException {
        PublicKey key = publicKey(request.publicKey());
        if (!signedBy(key, request)) {
            throw SyncException.permanent(ErrorCode.UNAUTHENTICATED, "The proof is not a signature of the public key.");
        }
    }

    private static PublicKey publicKey(String base64) throws SyncException {
        try {
            byte[] encoded = Base64.getDecoder().decode(base64);
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            // One key has one text: its id is derived from it.
            if (Base64.getEncoder().encodeToString(key.getEncoded()).equals(base64)) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException notOne) {
            throw new SyncException(ErrorCode.MESSAGE_MALFORMED, false, NO_KEY, notOne);
        }
        throw SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, NO_KEY);
    }

    private static boolean signedBy(PublicKey key, RegisterRequest request) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(request.signed());
            return signature.verify(Base64.getDecoder().decode(request.proof()));
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            return false;
        }
    }
}

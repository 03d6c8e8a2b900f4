package io.datasync.server.security.keys;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;

/**
 * Both halves of an Ed25519 key as one secret: the length of the first in two bytes, the PKCS #8 form of the private one, the X.509 form of
 * the public one. Never printed.
 */
final class KeyPairForm {
    private final byte[] pkcs8;
    private final byte[] x509;

    private KeyPairForm(byte[] pkcs8, byte[] x509) {
        this.pkcs8 = pkcs8;
        this.x509 = x509;
    }

    /** A new pair. */
    static KeyPairForm make() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new KeyPairForm(
                    pair.getPrivate().getEncoded(), pair.getPublic().getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Java 17 has Ed25519", impossible);
        }
    }

    /** The pair that {@link #write} wrote. */
    static KeyPairForm read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte[] pkcs8 = new byte[in.getShort()];
        in.get(pkcs8);
        byte[] x509 = new byte[in.remaining()];
        in.get(x509);
        return new KeyPairForm(pkcs8, x509);
    }

    byte[] write() {
        return ByteBuffer.allocate(Short.BYTES + pkcs8.length + x509.length)
                .putShort((short) pkcs8.length)
                .put(pkcs8)
                .put(x509)
                .array();
    }

    byte[] pkcs8() {
        return pkcs8.clone();
    }

    byte[] x509() {
        return x509.clone();
    }
}

package io.datasync.server.security.keys;

import io.datasync.server.platform.settings.MasterKey;
import io.datasync.server.security.control.Random256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts the values of the table {@code secrets}: AES-256-GCM under the master key, bound to the name of the secret, so that one value
 * cannot be put in the place of another. The form is a 1, 12 random bytes, what AES-GCM gives with its tag of 16 bytes.
 */
final class SecretCipher {
    private static final byte FORM = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String AES = "AES/GCM/NoPadding";

    private final MasterKey key;

    SecretCipher(MasterKey key) {
        this.key = key;
    }

    /** Encrypts; the same value gives other bytes each time. */
    byte[] seal(String name, byte[] value) {
        byte[] nonce = Arrays.copyOf(Random256.bytes(), NONCE_BYTES);
        byte[] hidden;
        try {
            hidden = cipher(Cipher.ENCRYPT_MODE, name, nonce).doFinal(value);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Java 17 has " + AES, impossible);
        }
        byte[] sealed = new byte[1 + NONCE_BYTES + hidden.length];
        sealed[0] = FORM;
        System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
        System.arraycopy(hidden, 0, sealed, 1 + NONCE_BYTES, hidden.length);
        return sealed;
    }

    /** Decrypts; empty when these bytes were not made by {@link #seal} for this name under this key. */
    Optional<byte[]> open(String name, byte[] sealed) {
        if (sealed.length < 1 + NONCE_BYTES + TAG_BITS / Byte.SIZE || sealed[0] != FORM) {
            return Optional.empty();
        }
        try {
            byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
            return Optional.of(cipher(Cipher.DECRYPT_MODE, name, nonce)
                    .doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES));
        } catch (AEADBadTagException notOurs) {
            return Optional.empty();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Java 17 has " + AES, impossible);
        }
    }

    private Cipher cipher(int mode, String name, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(AES);
        cipher.init(mode, key.aes(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(("datasync secret\n" + name + "\n" + key.id()).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}

package io.datasync.agent.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the state by AES-256-GCM under a key that lies in a file of its own, readable by its owner alone (AGT-5).
 *
 * <p>It keeps the state from backups and copies of single files, not from who owns the PC.
 */
final class Vault {
    private static final byte[] MAGIC = "DSST1".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random;

    Vault(SecureRandom random) {
        this.random = random;
    }

    /** What was read is not what was written here. */
    static final class BrokenException extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenException(String message) {
            super(message);
        }
    }

    /** Makes a new key and stores it. */
    SecretKey makeKey(Path file) throws IOException {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        DurableFile.replace(file, Base64.getEncoder().encode(key));
        return new SecretKeySpec(key, "AES");
    }

    static SecretKey readKey(Path file) throws IOException, BrokenException {
        try {
            byte[] key = Base64.getDecoder()
                    .decode(Files.readString(file, StandardCharsets.ISO_8859_1).strip());
            if (key.length == KEY_BYTES) {
                return new SecretKeySpec(key, "AES");
            }
        } catch (IllegalArgumentException e) {
            throw new BrokenException("its key is not one: " + file);
        }
        throw new BrokenException("its key is not one: " + file);
    }

    byte[] seal(SecretKey key, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce).doFinal(plain);
            return ByteBuffer.allocate(MAGIC.length + NONCE_BYTES + sealed.length)
                    .put(MAGIC)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has AES-GCM", e);
        }
    }

    static byte[] open(SecretKey key, byte[] sealed) throws BrokenException {
        int head = MAGIC.length + NONCE_BYTES;
        if (sealed.length < head || !Arrays.equals(MAGIC, Arrays.copyOf(sealed, MAGIC.length))) {
            throw new BrokenException("it is not a state of an agent");
        }
        byte[] nonce = Arrays.copyOfRange(sealed, MAGIC.length, head);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce).doFinal(sealed, head, sealed.length - head);
        } catch (GeneralSecurityException e) {
            throw new BrokenException("it was changed, or made under another key");
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(MAGIC);
        return cipher;
    }
}

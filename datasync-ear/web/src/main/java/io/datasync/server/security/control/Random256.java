package io.datasync.server.security.control;

import io.datasync.core.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** Secrets that the server makes, and how it recognises them again. Thread-safe. */
public final class Random256 {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Without the characters that are mistaken for each other: 56 of them, 5.8 bits each. */
    private static final String LEGIBLE = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final int PASSWORD_CHARS = 20;

    private Random256() {}

    /** 256 random bits in 43 characters that fit into a header. */
    static String token() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes());
    }

    /** 256 random bits. */
    public static byte[] bytes() {
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** A password that can be read aloud and typed. */
    static String password() {
        var text = new StringBuilder();
        for (int i = 0; i < PASSWORD_CHARS; i++) {
            text.append(LEGIBLE.charAt(RANDOM.nextInt(LEGIBLE.length())));
        }
        return text.toString();
    }

    /**
     * The only form in which a secret of 256 random bits is kept: the SHA-256 of its text. Compare digests, not texts: what leaks
     * through timing is then of no use (SEC-1).
     */
    public static Digest digest(String secret) {
        return Digest.of(Digest.sha256().digest(secret.getBytes(StandardCharsets.UTF_8)));
    }
}

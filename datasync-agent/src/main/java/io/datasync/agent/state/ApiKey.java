package io.datasync.agent.state;

import io.datasync.core.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secret by which a PC is known to the server: 256 random bits, made on the PC; the server gets only their digest (D-27).
 *
 * <p>Never prints itself.
 */
public final class ApiKey {
    private static final int BYTES = 32;

    private final String secret;

    ApiKey(String secret) {
        this.secret = secret;
    }

    static ApiKey make(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new ApiKey(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The secret itself, for the header of a request alone. */
    public String secret() {
        return secret;
    }

    /** What the server keeps. */
    public Digest sha256() {
        return Digest.of(Digest.sha256().digest(secret.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ApiKey key && secret.equals(key.secret);
    }

    @Override
    public int hashCode() {
        return secret.hashCode();
    }

    @Override
    public String toString() {
        return "API key with SHA-256 " + sha256();
    }
}

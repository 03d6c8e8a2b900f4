package io.datasync.server.security.control;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * PBKDF2 with HMAC-SHA-512 and 210,000 iterations (SEC-2). A hash takes a good part of a second of one core on purpose, so only
 * two are computed at once: guessing must not take the cores from the agents. Thread-safe.
 */
@ApplicationScoped
public class PasswordHash {
    private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
    private static final int ITERATIONS = 210_000;
    private static final Map<String, String> PARAMETERS = Map.of(
            "Pbkdf2PasswordHash.Algorithm",
            ALGORITHM,
            "Pbkdf2PasswordHash.Iterations",
            Integer.toString(ITERATIONS),
            "Pbkdf2PasswordHash.SaltSizeBytes",
            "32",
            "Pbkdf2PasswordHash.KeySizeBytes",
            "32");

    private final Semaphore permits = new Semaphore(2);

    @Inject
    private Pbkdf2PasswordHash pbkdf2;

    /** Stands in for the hash of a user who does not exist. It is of no password, and as costly to check as any. */
    private final String ofNobody = String.join(":", ALGORITHM, Integer.toString(ITERATIONS), random(), random());

    @PostConstruct
    void prepare() {
        pbkdf2.initialize(PARAMETERS);
    }

    private static String random() {
        return Base64.getEncoder().encodeToString(Random256.bytes());
    }

    /** The hash of a new password, with all that is needed to check it. */
    String of(String password) {
        return pbkdf2.generate(password.toCharArray());
    }

    /**
     * Whether the password fits the hash. Without a hash it takes as long and says no, so that the time does not tell who exists.
     *
     * @throws SyncException {@code RATE_LIMITED} when too many are being checked
     */
    boolean fits(String password, Optional<String> hash) throws SyncException {
        if (!permits.tryAcquire()) {
            throw SyncException.passing(ErrorCode.RATE_LIMITED, "Too many logins at once.");
        }
        try {
            return pbkdf2.verify(password.toCharArray(), hash.orElse(ofNobody)) && hash.isPresent();
        } finally {
            permits.release();
        }
    }
}

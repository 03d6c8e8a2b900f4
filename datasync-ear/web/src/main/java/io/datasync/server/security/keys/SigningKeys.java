package io.datasync.server.security.keys;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.key.KeyId;
import io.datasync.core.key.KeyRing;
import io.datasync.core.key.KeyUse;
import io.datasync.core.key.VerificationKey;
import io.datasync.core.lease.RunnerId;
import io.datasync.server.platform.problem.HttpCode;
import io.datasync.server.platform.problem.Problem;
import io.datasync.server.platform.problem.ProblemException;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The public keys of the server and of its runners, and from when to when their signatures count (D-9, D-27). A key is never removed.
 *
 * <p>Thread-safe; every call asks the database, in the caller's transaction when there is one, and may throw {@code INDEX_UNAVAILABLE}.
 */
@ApplicationScoped
public class SigningKeys {
    /** The largest page, and the most keys of one ring: the newest ones. */
    public static final int KEYS_MAX = 1_000;

    @Resource(lookup = "java:app/jdbc/datasync")
    private DataSource dataSource;

    /** For the container, which sets what it needs. */
    SigningKeys() {}

    /** The keys of a database that no container gives. */
    public SigningKeys(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    private interface Query<T> {
        T by(Connection connection) throws SQLException, SyncException;
    }

    /**
     * The device key of a PC that was approved counts from now on; one that counts already goes on to do so.
     *
     * @param publicKey its X.509 form, in base64
     * @throws ProblemException {@code conflict} when it is the key of another runner: a disk was copied
     */
    public void approved(RunnerId runner, String publicKey, Instant now) throws SyncException {
        var key = new VerificationKey(
                KeyUse.AGENT, Optional.of(runner), publicKey, now.truncatedTo(ChronoUnit.MICROS), Optional.empty());
        run(connection -> {
            Optional<VerificationKey> known = SigningKeyTable.find(connection, key.keyId());
            if (known.isEmpty()) {
                SigningKeyTable.insert(connection, key);
            } else if (!known.get().runner().equals(key.runner())
                    || !known.get().publicKey().equals(publicKey)) {
                throw new ProblemException(
                        Problem.of(
                                HttpCode.CONFLICT,
                                "The device key of this PC is that of "
                                        + known.get()
                                                .runner()
                                                .map(other -> "runner " + other)
                                                .orElse("the server")
                                        + ": its disk was copied. Remove the agent's state on one of the two, which then makes another key."));
            } else if (known.get().validUntil().isPresent()) {
                SigningKeyTable.setEnd(connection, key.keyId(), Optional.empty());
            }
            return true;
        });
    }

    /** The device key of a PC that lost its approval counts no more; what was signed before stays good. A repeat does nothing. */
    public void revoked(RunnerId runner, String publicKey, Instant now) throws SyncException {
        var asked = new VerificationKey(KeyUse.AGENT, Optional.of(runner), publicKey, now, Optional.empty());
        run(connection -> {
            Optional<VerificationKey> known = SigningKeyTable.find(connection, asked.keyId())
                    .filter(key -> key.runner().equals(asked.runner()))
                    .filter(key -> key.validUntil().isEmpty());
            if (known.isPresent()) {
                SigningKeyTable.setEnd(connection, asked.keyId(), Optional.of(now));
            }
            return true;
        });
    }

    /** The key of this id, or empty. */
    public Optional<VerificationKey> find(KeyId id) throws SyncException {
        return run(connection -> SigningKeyTable.find(connection, id));
    }

    /**
     * All keys, by their ids.
     *
     * @param after the id after which the page begins
     * @param max at most {@value #KEYS_MAX}
     */
    public List<VerificationKey> page(Optional<KeyId> after, int max) throws SyncException {
        return run(connection -> SigningKeyTable.page(connection, after, Math.min(max, KEYS_MAX)));
    }

    /** The server's keys and those of a runner, that are valid or were: what its certificates are checked with. */
    public KeyRing ringOf(RunnerId runner) throws SyncException {
        return KeyRing.of(run(connection -> SigningKeyTable.ofServerAnd(connection, runner, KEYS_MAX)));
    }

    private <T> T run(Query<T> query) throws SyncException {
        try (Connection connection = dataSource.getConnection()) {
            return query.by(connection);
        } catch (SQLException failure) {
            throw new SyncException(ErrorCode.INDEX_UNAVAILABLE, true, "The keys cannot be reached.", failure);
        }
    }
}

package io.datasync.server.fleet.control;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.server.fleet.entity.KeyState;
import io.datasync.server.platform.pulse.Pulse;
import io.datasync.server.security.control.AgentKeys;
import io.datasync.server.security.control.CallerIdentity;
import io.datasync.server.security.control.Roles;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * Remembers who holds which key, so that a heartbeat costs no query (D-34).
 *
 * <p>An entry is good for the revision under which it was read. Whoever changes a key raises the revision in the same transaction,
 * every node polls it once a second, and without a fresh poll the database is asked: so a revoked key is refused within two
 * seconds everywhere. Unknown keys are not remembered.
 */
@ApplicationScoped
public class KeyCache implements AgentKeys {
    private static final String REVISION = "api_keys";

    /** What goes with each change of a key, in its transaction: the other nodes see it within a second. */
    static final String RAISE = "UPDATE revisions SET revision = revision + 1 WHERE name = '" + REVISION + "'";

    private static final int ENTRIES_MAX = 200_000;
    private static final String QUERY = "SELECT runner_id, state FROM api_keys WHERE key_sha256 = ?";

    private final Map<Digest, Entry> entries = new ConcurrentHashMap<>();

    @Resource(lookup = "java:app/jdbc/datasync")
    private DataSource dataSource;

    private final Pulse pulse;

    @Inject
    KeyCache(Pulse pulse) {
        this.pulse = pulse;
    }

    /** A cache over a database that no container gives. */
    KeyCache(Pulse pulse, DataSource dataSource) {
        this.pulse = pulse;
        this.dataSource = dataSource;
    }

    @Override
    public boolean atHand(Digest key) {
        return remembered(key, pulse.revision(REVISION)).isPresent();
    }

    @Override
    public Optional<CallerIdentity> holder(Digest key) throws SyncException {
        // Read before the database is asked: an entry may be older than its revision says, never newer.
        Optional<Long> revision = pulse.revision(REVISION);
        Optional<CallerIdentity> known = remembered(key, revision);
        if (known.isPresent()) {
            return known;
        }
        Optional<CallerIdentity> read = read(key);
        if (read.isPresent() && revision.isPresent()) {
            if (entries.size() >= ENTRIES_MAX) {
                entries.clear();
            }
            entries.put(key, new Entry(revision.get(), read.get()));
        }
        return read;
    }

    /** On this node a decision holds from its commit on. */
    void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) KeysChanged event) {
        entries.clear();
    }

    private Optional<CallerIdentity> remembered(Digest key, Optional<Long> revision) {
        Entry entry = entries.get(key);
        return entry != null && revision.isPresent() && revision.get() == entry.revision
                ? Optional.of(entry.caller)
                : Optional.empty();
    }

    private Optional<CallerIdentity> read(Digest key) throws SyncException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(QUERY)) {
            select.setString(1, key.hex());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? caller(row.getString(1), KeyState.parse(row.getString(2))) : Optional.empty();
            }
        } catch (SQLException failure) {
            throw new SyncException(ErrorCode.INDEX_UNAVAILABLE, true, "The keys cannot be read.", failure);
        }
    }

    private static Optional<CallerIdentity> caller(String runnerId, KeyState state) {
        return switch (state) {
            case ACTIVE -> Optional.of(new CallerIdentity(runnerId, Set.of(Roles.AGENT)));
            case PENDING -> Optional.of(new CallerIdentity(runnerId, Set.of(Roles.ENROLLING)));
            case REJECTED, REVOKED -> Optional.empty();
        };
    }

    private record Entry(long revision, CallerIdentity caller) {}
}

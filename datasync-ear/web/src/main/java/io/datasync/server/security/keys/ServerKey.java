package io.datasync.server.security.keys;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.key.Ed25519Signer;
import io.datasync.core.key.KeyUse;
import io.datasync.core.key.Signer;
import io.datasync.core.key.VerificationKey;
import io.datasync.server.platform.schema.SchemaReady;
import io.datasync.server.platform.settings.MasterKey;
import io.datasync.server.security.audit.AuditEntry;
import io.datasync.server.security.audit.AuditRows;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The key with which this installation countersigns certificates (D-9): one for all nodes, made by the first start, its private half
 * encrypted in the database (SEC-3).
 *
 * <p>Of nodes that start at once, the primary key of the table decides which one's key it is; the others take that. A node without the
 * master key under which it lies is not ready, and says so. Thread-safe.
 */
@ApplicationScoped
public class ServerKey {
    /** The name of the secret. */
    static final String SECRET = "server-signing-key";

    private static final System.Logger LOG = System.getLogger(ServerKey.class.getName());

    private final MasterKeySource masterKeys;
    private final Clock clock;

    @Resource(lookup = "java:app/jdbc/datasync")
    private DataSource dataSource;

    private volatile @Nullable Signer signer;

    @Inject
    ServerKey(MasterKeySource masterKeys, Clock clock) {
        this.masterKeys = masterKeys;
        this.clock = clock;
    }

    /** The key of a database that no container gives. */
    ServerKey(DataSource dataSource, MasterKeySource masterKeys, Clock clock) {
        this(masterKeys, clock);
        this.dataSource = dataSource;
    }

    /**
     * Signs.
     *
     * @throws SyncException {@code SERVER_ERROR} before the schema is ready
     */
    public Signer signer() throws SyncException {
        Signer ready = signer;
        if (ready == null) {
            throw SyncException.passing(ErrorCode.SERVER_ERROR, "The server's signing key is not there yet.");
        }
        return ready;
    }

    /** Called at every start, once the tables are there. What it throws is the reason why the node is not ready. */
    public void prepare(@Observes SchemaReady ready) {
        try (Connection connection = dataSource.getConnection()) {
            MasterKey masterKey = masterKey(connection);
            Optional<SecretTable.Row> stored = SecretTable.find(connection, SECRET);
            if (stored.isEmpty()) {
                make(connection, masterKey);
                stored = SecretTable.find(connection, SECRET);
            }
            signer = open(masterKey, stored.orElseThrow());
        } catch (SQLException | SyncException failure) {
            throw new IllegalStateException("the server's signing key cannot be had: " + failure.getMessage(), failure);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure.getMessage(), failure);
        }
    }

    /** The key of this node; made when there is none anywhere. Never when secrets lie under another: they would be lost in silence. */
    private MasterKey masterKey(Connection connection) throws SQLException, IOException {
        Optional<MasterKey> found = masterKeys.find();
        Optional<String> wanted = SecretTable.anyMasterKeyId(connection);
        if (found.isEmpty() && wanted.isEmpty()) {
            return masterKeys.make();
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("the secrets in the database lie under the master key " + wanted.get()
                    + ", and this node has none: set DATASYNC_MASTER_KEY, or put that key into " + masterKeys.place());
        }
        if (wanted.isPresent()) {
            requireSame(wanted.get(), found.get());
        }
        return found.get();
    }

    private void requireSame(String wantedId, MasterKey found) {
        if (!wantedId.equals(found.id())) {
            throw new IllegalStateException("the secrets in the database lie under the master key " + wantedId
                    + ", and " + masterKeys.place() + " holds another one, " + found.id());
        }
    }

    private Signer open(MasterKey masterKey, SecretTable.Row stored) throws SyncException {
        // Another node may have been faster than this one, and made a master key of its own as well.
        requireSame(stored.masterKeyId(), masterKey);
        byte[] pair = new SecretCipher(masterKey)
                .open(SECRET, stored.sealed())
                .orElseThrow(() ->
                        new IllegalStateException("the server's signing key in the database is damaged: it does not"
                                + " open with the master key " + masterKey.id() + ", under which it was stored"));
        KeyPairForm form = KeyPairForm.read(pair);
        return Ed25519Signer.of(form.pkcs8(), form.x509());
    }

    /** One transaction: both halves, or neither. Of two nodes the slower one meets the primary key, and has changed nothing. */
    private void make(Connection connection, MasterKey masterKey) throws SQLException, SyncException {
        KeyPairForm pair = KeyPairForm.make();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var sealed = new SecretTable.Row(masterKey.id(), new SecretCipher(masterKey).seal(SECRET, pair.write()));
        var publicKey = new VerificationKey(
                KeyUse.SERVER,
                Optional.empty(),
                Base64.getEncoder().encodeToString(pair.x509()),
                now,
                Optional.empty());
        boolean made = false;
        connection.setAutoCommit(false);
        try {
            SecretTable.insert(connection, SECRET, sealed, now);
            SigningKeyTable.insert(connection, publicKey);
            AuditRows.insert(connection, audit(publicKey), now);
            connection.commit();
            made = true;
        } catch (SQLException failure) {
            connection.rollback();
            if (SecretTable.find(connection, SECRET).isEmpty()) {
                throw failure;
            }
        } finally {
            connection.setAutoCommit(true);
        }
        if (made) {
            LOG.log(System.Logger.Level.INFO, "event=server_key_made key_id={0}", publicKey.keyId());
        }
    }

    private static AuditEntry audit(VerificationKey key) {
        return new AuditEntry(
                "server",
                "server.key_made",
                key.keyId().text(),
                "done",
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}

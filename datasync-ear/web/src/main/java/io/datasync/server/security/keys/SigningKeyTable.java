package io.datasync.server.security.keys;

import io.datasync.core.failure.SyncException;
import io.datasync.core.key.KeyId;
import io.datasync.core.key.KeyUse;
import io.datasync.core.key.VerificationKey;
import io.datasync.core.lease.RunnerId;
import io.datasync.server.platform.datasource.SqlTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code signing_keys}, by the caller's connection. */
final class SigningKeyTable {
    private static final String SELECT =
            "SELECT key_use, runner_id, public_key, valid_from, valid_until FROM signing_keys ";

    private SigningKeyTable() {}

    static Optional<VerificationKey> find(Connection connection, KeyId id) throws SQLException, SyncException {
        try (PreparedStatement select = connection.prepareStatement(SELECT + "WHERE key_id = ?")) {
            select.setString(1, id.text());
            return read(select).stream().findFirst();
        }
    }

    static List<VerificationKey> page(Connection connection, Optional<KeyId> after, int max)
            throws SQLException, SyncException {
        try (PreparedStatement select = connection.prepareStatement(SELECT + "WHERE key_id > ? ORDER BY key_id")) {
            select.setString(1, after.map(KeyId::text).orElse(""));
            select.setMaxRows(max);
            return read(select);
        }
    }

    static List<VerificationKey> ofServerAnd(Connection connection, RunnerId runner, int max)
            throws SQLException, SyncException {
        try (PreparedStatement select = connection.prepareStatement(
                SELECT + "WHERE runner_id = ? OR runner_id IS NULL ORDER BY valid_from DESC, key_id")) {
            select.setString(1, runner.text());
            select.setMaxRows(max);
            return read(select);
        }
    }

    static void insert(Connection connection, VerificationKey key) throws SQLException {
        String text = "INSERT INTO signing_keys (key_id, key_use, runner_id, public_key, valid_from, valid_until)"
                + " VALUES (?, ?, ?, ?, ?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(text)) {
            insert.setString(1, key.keyId().text());
            insert.setString(2, key.use().text());
            insert.setString(3, key.runner().map(RunnerId::text).orElse(null));
            insert.setString(4, key.publicKey());
            insert.setObject(5, SqlTime.of(key.validFrom()));
            setTime(insert, 6, key.validUntil());
            insert.executeUpdate();
        }
    }

    static void setEnd(Connection connection, KeyId id, Optional<Instant> validUntil) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE signing_keys SET valid_until = ? WHERE key_id = ?")) {
            setTime(update, 1, validUntil);
            update.setString(2, id.text());
            update.executeUpdate();
        }
    }

    private static void setTime(PreparedStatement statement, int index, Optional<Instant> time) throws SQLException {
        if (time.isPresent()) {
            statement.setObject(index, SqlTime.of(time.get()));
        } else {
            statement.setNull(index, Types.TIMESTAMP);
        }
    }

    private static List<VerificationKey> read(PreparedStatement select) throws SQLException, SyncException {
        List<VerificationKey> keys = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                keys.add(new VerificationKey(
                        KeyUse.parse(rows.getString("key_use")),
                        Optional.ofNullable(rows.getString("runner_id")).map(RunnerId::new),
                        rows.getString("public_key"),
                        SqlTime.read(rows, "valid_from"),
                        SqlTime.readIfPresent(rows, "valid_until")));
            }
        }
        return keys;
    }
}

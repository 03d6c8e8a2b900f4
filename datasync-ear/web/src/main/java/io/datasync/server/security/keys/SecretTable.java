package io.datasync.server.security.keys;

import io.datasync.server.platform.datasource.SqlTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** {@code secrets}, by the caller's connection. */
final class SecretTable {
    private SecretTable() {}

    /** A secret as it lies there: the id of the master key, and what {@link SecretCipher} made. */
    static final class Row {
        private final String masterKeyId;
        private final byte[] sealed;

        Row(String masterKeyId, byte[] sealed) {
            this.masterKeyId = masterKeyId;
            this.sealed = sealed.clone();
        }

        String masterKeyId() {
            return masterKeyId;
        }

        byte[] sealed() {
            return sealed.clone();
        }
    }

    static Optional<Row> find(Connection connection, String name) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT key_id, sealed_value FROM secrets WHERE name = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(new Row(row.getString(1), row.getBytes(2))) : Optional.empty();
            }
        }
    }

    /** The id of a master key under which some secret lies; empty when there is no secret. */
    static Optional<String> anyMasterKeyId(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT MIN(key_id) FROM secrets");
                ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        }
    }

    static void insert(Connection connection, String name, Row secret, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO secrets (name, key_id, sealed_value, updated_at, row_version) VALUES (?, ?, ?, ?, 0)")) {
            insert.setString(1, name);
            insert.setString(2, secret.masterKeyId());
            insert.setBytes(3, secret.sealed());
            insert.setObject(4, SqlTime.of(now));
            insert.executeUpdate();
        }
    }
}

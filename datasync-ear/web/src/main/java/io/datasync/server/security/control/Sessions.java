package io.datasync.server.security.control;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.datasource.SqlTime;
import io.datasync.server.security.entity.UserRole;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** Logins that last: the token's SHA-256 and until when it is good. Thread-safe; every call asks the database. */
@ApplicationScoped
public class Sessions {
    @Resource(lookup = "java:app/jdbc/datasync")
    private DataSource dataSource;

    @Inject
    private Clock clock;

    /**
     * The person whose session this is; empty when there is none or it has expired.
     *
     * @throws SyncException {@code INDEX_UNAVAILABLE}
     */
    public Optional<CallerIdentity> holder(Digest token) throws SyncException {
        String query = """
                SELECT u.name, u.role FROM user_sessions s JOIN users u ON u.name = s.user_name
                WHERE s.token_sha256 = ? AND s.expires_at > ?""";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, token.hex());
            select.setObject(2, SqlTime.of(clock.instant()));
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new CallerIdentity(
                                row.getString(1),
                                Set.copyOf(UserRole.parse(row.getString(2)).included())))
                        : Optional.empty();
            }
        } catch (SQLException failure) {
            throw unavailable(failure);
        }
    }

    /** Begins a session, in the caller's transaction; those that have expired go on this occasion. */
    void begin(String user, Digest token, String address, Instant expiresAt) throws SyncException {
        String insert = """
                INSERT INTO user_sessions (token_sha256, user_name, remote_address, created_at, expires_at)
                VALUES (?, ?, ?, ?, ?)""";
        execute("DELETE FROM user_sessions WHERE expires_at <= ?", SqlTime.of(clock.instant()));
        execute(insert, token.hex(), user, address, SqlTime.of(clock.instant()), SqlTime.of(expiresAt));
    }

    /** Ends one session; ending it twice does nothing. */
    void end(Digest token) throws SyncException {
        execute("DELETE FROM user_sessions WHERE token_sha256 = ?", token.hex());
    }

    /** Ends all sessions of a user, in the caller's transaction. */
    void endAll(String user) throws SyncException {
        execute("DELETE FROM user_sessions WHERE user_name = ?", user);
    }

    private void execute(String sql, Object... parameters) throws SyncException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        } catch (SQLException failure) {
            throw unavailable(failure);
        }
    }

    private static SyncException unavailable(SQLException failure) {
        return new SyncException(ErrorCode.INDEX_UNAVAILABLE, true, "The sessions cannot be reached.", failure);
    }
}

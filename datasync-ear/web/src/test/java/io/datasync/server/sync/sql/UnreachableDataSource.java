package io.datasync.server.sync.sql;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Gives no connection, ever. */
final class UnreachableDataSource implements DataSource {
    private final Supplier<SQLException> reason;

    UnreachableDataSource(Supplier<SQLException> reason) {
        this.reason = reason;
    }

    @Override
    public Connection getConnection() throws SQLException {
        throw reason.get();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw reason.get();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // It writes nothing.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // It never waits.
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw reason.get();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}

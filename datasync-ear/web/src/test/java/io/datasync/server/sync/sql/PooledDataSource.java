package io.datasync.server.sync.sql;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.UnaryOperator;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Lends each connection again after it was closed, as a container's pool does; those that broke are left out. A statement with more
 * parameters than one may have is refused, as SQL Server would (D-30). Thread-safe.
 */
public final class PooledDataSource implements DataSource, AutoCloseable {
    private final DataSource source;
    private final UnaryOperator<String> texts;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

    /** Lends connections of this source. */
    public PooledDataSource(DataSource source) {
        this(source, UnaryOperator.identity());
    }

    /** Lends connections of this source, which prepare other texts than those that they are given. */
    public PooledDataSource(DataSource source, UnaryOperator<String> texts) {
        this.source = source;
        this.texts = texts;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection known = idle.pollFirst();
        Connection real = known == null ? source.getConnection() : known;
        return (Connection) Proxy.newProxyInstance(
                PooledDataSource.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        giveBack(real);
                        return null;
                    }
                    if (method.getName().equals("prepareStatement")) {
                        checkParameters((String) arguments[0]);
                        arguments[0] = texts.apply((String) arguments[0]);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause() == null ? failure : failure.getCause();
                    }
                });
    }

    private static void checkParameters(String text) throws SQLException {
        long parameters = text.chars().filter(letter -> letter == '?').count();
        if (parameters > SqlDialect.PARAMETERS_MAX) {
            throw new SQLException(parameters + " parameters in one statement");
        }
    }

    private void giveBack(Connection connection) throws SQLException {
        if (!connection.isClosed()) {
            if (!connection.getAutoCommit()) {
                throw new IllegalStateException("A connection came back in the middle of a transaction");
            }
            idle.addFirst(connection);
        }
    }

    /** Closes the connections that nobody has; further ones are lent as before. */
    @Override
    public void close() throws SQLException {
        for (Connection each = idle.pollFirst(); each != null; each = idle.pollFirst()) {
            each.close();
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        source.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return source.isWrapperFor(type);
    }
}

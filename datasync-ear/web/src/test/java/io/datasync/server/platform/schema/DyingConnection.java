package io.datasync.server.platform.schema;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A connection of which nothing is left before a statement, as when its process is killed. */
final class DyingConnection {
    private final Connection real;
    private final String last;

    private DyingConnection(Connection real, String last) {
        this.real = real;
        this.last = last;
    }

    static Connection before(String last, Connection real) {
        return proxy(Connection.class, real, new DyingConnection(real, last), "");
    }

    private Object answer(Object target, String known, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        String text = arguments != null && arguments.length > 0 && arguments[0] instanceof String sql ? sql : known;
        if (method.getName().startsWith("execute") && text.contains(last) && !real.isClosed()) {
            real.rollback();
            real.close();
        }
        Object result;
        try {
            result = method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
        }
        if (result instanceof PreparedStatement statement) {
            return proxy(PreparedStatement.class, statement, this, text);
        }
        return result instanceof Statement statement ? proxy(Statement.class, statement, this, "") : result;
    }

    private static <T> T proxy(Class<T> type, Object target, DyingConnection dying, String text) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> dying.answer(target, text, method, arguments)));
    }
}

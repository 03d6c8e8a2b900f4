package io.datasync.server.platform.datasource;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Connects to nothing, and remembers what it was asked for last. */
final class RecordingDriver implements Driver {
    private final Map<String, String> properties = new HashMap<>();
    private String url = "";
    private int networkTimeoutMillis;

    String url() {
        return url;
    }

    Map<String, String> properties() {
        return properties;
    }

    int networkTimeoutMillis() {
        return networkTimeoutMillis;
    }

    @Override
    public Connection connect(String asked, Properties given) {
        url = asked;
        properties.clear();
        given.stringPropertyNames().forEach(name -> properties.put(name, given.getProperty(name)));
        return (Connection) Proxy.newProxyInstance(
                RecordingDriver.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (connection, method, arguments) -> answer(method.getName(), arguments));
    }

    private @Nullable Object answer(String method, Object @Nullable [] arguments) {
        if (method.equals("setNetworkTimeout") && arguments != null) {
            networkTimeoutMillis = (int) arguments[1];
        } else if (!method.equals("close")) {
            throw new UnsupportedOperationException(method);
        }
        return null;
    }

    @Override
    public boolean acceptsURL(String asked) {
        return true;
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String asked, Properties given) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }
}

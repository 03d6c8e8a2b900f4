package io.datasync.agent.config;

import io.datasync.core.failure.SyncException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** The address of a server: scheme, host and perhaps a port, nothing else. */
public final class ServerUrl {
    private ServerUrl() {}

    /**
     * The address of its text; a slash at the end is left out.
     *
     * @throws SyncException {@code CONFIGURATION_INVALID}
     */
    public static URI parse(String text) throws SyncException {
        URI uri;
        try {
            uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        } catch (URISyntaxException e) {
            throw SettingsReader.invalid("not an address: " + e.getMessage());
        }
        boolean bare = uri.getHost() != null
                && uri.getRawPath().isEmpty()
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && uri.getRawUserInfo() == null;
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!bare || !(scheme.equals("http") || scheme.equals("https"))) {
            throw SettingsReader.invalid("not an address such as https://archive.example.com: " + text);
        }
        return uri;
    }
}

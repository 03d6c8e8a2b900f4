package io.datasync.testkit.proxy;

/**
 * A request that came to the proxy.
 *
 * @param number 1 for the first since the proxy was made, whatever became of it
 * @param method such as {@code POST}
 * @param target path and query as the client sent them
 */
public record ProxiedRequest(long number, String method, String target) {
    /** Whether it is a request with this method to a path that begins so. */
    public boolean is(String wantedMethod, String pathPrefix) {
        return method.equals(wantedMethod) && target.startsWith(pathPrefix);
    }
}

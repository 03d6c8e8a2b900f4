package io.datasync.server.security.boundary;

import io.datasync.core.digest.Digest;
import io.datasync.server.security.control.Random256;
import java.util.List;

/** What a request carries to say who sends it, as a digest: the secret itself goes no further. */
sealed interface Credential {
    /** Nothing: the caller is anonymous. */
    record None() implements Credential {}

    /** Something that is no credential, or more than one. */
    record Unreadable() implements Credential {}

    /** {@code X-CI-Secret}. */
    record CiSecret(Digest secret) implements Credential {}

    /** {@code Authorization: Agent <key>}. */
    record AgentKey(Digest key) implements Credential {}

    /** {@code Authorization: Bearer <token>}. */
    record SessionToken(Digest token) implements Credential {}

    /** The longest secret that is looked at. */
    int CHARS_MAX = 512;

    /**
     * Reads the headers.
     *
     * @param authorization the values of {@code Authorization}
     * @param ciSecret the values of {@code X-CI-Secret}
     */
    static Credential in(List<String> authorization, List<String> ciSecret) {
        if (authorization.isEmpty() && ciSecret.isEmpty()) {
            return new None();
        }
        if (authorization.size() + ciSecret.size() > 1) {
            return new Unreadable();
        }
        if (!ciSecret.isEmpty()) {
            String secret = ciSecret.get(0);
            return readable(secret) ? new CiSecret(Random256.digest(secret)) : new Unreadable();
        }
        String value = authorization.get(0);
        String key = after("Agent ", value);
        if (readable(key)) {
            return new AgentKey(Random256.digest(key));
        }
        String token = after("Bearer ", value);
        return readable(token) ? new SessionToken(Random256.digest(token)) : new Unreadable();
    }

    private static boolean readable(String secret) {
        return !secret.isEmpty() && secret.length() <= CHARS_MAX;
    }

    /** The rest of the value; nothing when it is of another scheme. */
    private static String after(String scheme, String value) {
        return value.regionMatches(true, 0, scheme, 0, scheme.length())
                ? value.substring(scheme.length()).strip()
                : "";
    }
}

package io.datasync.server.fleet.entity;

import java.util.Locale;

/** What may be done with a runner's key. */
public enum KeyState {
    /** It waits for a person. */
    PENDING,
    /** The runner's key; there is one at most. */
    ACTIVE,
    /** A person said no. */
    REJECTED,
    /** It was good once. */
    REVOKED;

    /** As it is stored. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state that is stored as this text. */
    public static KeyState parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}

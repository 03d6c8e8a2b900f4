package io.datasync.core.key;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.Locale;

/** What a key signs for. A key has one use, so that a stolen one of an agent never passes for the server's. */
public enum KeyUse {
    /** The device key of one runner. */
    AGENT,
    /** The server's own key. */
    SERVER;

    /** As it is written: the name in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The use of text that came from elsewhere.
     *
     * @throws SyncException {@code MESSAGE_MALFORMED} for any other word
     */
    public static KeyUse parse(String text) throws SyncException {
        for (KeyUse use : values()) {
            if (use.text().equals(text)) {
                return use;
            }
        }
        throw SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, "Not a use of a key: " + text);
    }
}

package io.datasync.core.drain;

import java.util.Locale;

/** What the server cannot do runs without. */
public enum Dependency {
    /** The database. */
    DATABASE,
    /** The share, or most shares where there are several. */
    SHARE;

    /** As it is shown, in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

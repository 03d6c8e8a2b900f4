package io.datasync.core.protocol.fleet;

import java.util.Locale;

/** Kinds of jobs. */
public enum JobKind {
    /** The tree consists of date folders. */
    GEOMETRY,
    /** Any tree. */
    PLAIN;

    /** The kind as it is stored and sent, in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

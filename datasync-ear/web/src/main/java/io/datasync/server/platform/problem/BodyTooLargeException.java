package io.datasync.server.platform.problem;

import java.io.IOException;

/** A body went beyond its limit while it was read (I-11). An {@code IOException}, since it travels through readers of streams. */
public final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Names the limit. */
    public BodyTooLargeException(long bytesMax) {
        super("The body is larger than " + bytesMax + " bytes.");
    }
}

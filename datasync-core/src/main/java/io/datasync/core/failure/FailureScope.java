package io.datasync.core.failure;

import java.util.EnumSet;
import java.util.Set;

/** Whom a failure concerns, and so whether other files are worth a try. */
public enum FailureScope {
    /** This file alone. */
    FILE,
    /** Every file, since it is the share that fails. */
    SHARE,
    /** Every file, since it is the source that is not there. */
    SOURCE,
    /** Nothing failed: the work was asked to stop. */
    STOP;

    private static final Set<ErrorCode> OF_SHARE = EnumSet.of(
            ErrorCode.SHARE_UNREACHABLE,
            ErrorCode.SHARE_AUTH,
            ErrorCode.SHARE_FULL,
            ErrorCode.SHARE_THROTTLED,
            ErrorCode.SHARE_MISSING,
            ErrorCode.SHARE_FOREIGN,
            ErrorCode.SHARE_OCCUPIED,
            ErrorCode.SHARE_UNSUPPORTED);

    private static final Set<ErrorCode> OF_SOURCE = EnumSet.of(ErrorCode.SOURCE_UNREACHABLE, ErrorCode.SOURCE_CHANGED);

    /** The scope of a code, when it ended the upload of a file. */
    public static FailureScope of(ErrorCode code) {
        if (OF_SHARE.contains(code)) {
            return SHARE;
        }
        if (OF_SOURCE.contains(code)) {
            return SOURCE;
        }
        return code == ErrorCode.INTERRUPTED ? STOP : FILE;
    }
}

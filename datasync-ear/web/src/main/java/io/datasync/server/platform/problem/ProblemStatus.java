package io.datasync.server.platform.problem;

import io.datasync.core.failure.ErrorCode;

/** The one table from the codes of core to HTTP. */
final class ProblemStatus {
    private ProblemStatus() {}

    static int of(ErrorCode code) {
        return switch (code) {
            case MESSAGE_MALFORMED,
                    MESSAGE_TRUNCATED,
                    PATH_INVALID,
                    PATH_TOO_LONG,
                    CERTIFICATE_MALFORMED,
                    KEY_MALFORMED -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN, RUNNER_PENDING -> 403;
            case JOB_UNKNOWN, RUN_UNKNOWN, FOLDER_UNKNOWN, NAME_MISSING -> 404;
            case IDENTITY_CONFLICT,
                    JOB_DISABLED,
                    JOB_BUSY,
                    RUN_CLOSED,
                    STALE_TOKEN,
                    TOKEN_REGRESSED,
                    REPAIR_BUSY,
                    REPAIR_REFUSED,
                    BALANCE_BROKEN,
                    NAME_EXISTS,
                    SHARE_OCCUPIED,
                    NAME_REFUSED,
                    CONTENT_DIFFERS,
                    CERTIFICATE_TAMPERED,
                    CERTIFICATE_FOREIGN,
                    CERTIFICATE_UNSIGNED,
                    CERTIFICATE_UNCHAINED,
                    FOLDER_CHANGED,
                    SEAL_REFUSED,
                    SOURCE_CHANGED,
                    FILE_CHANGED -> 409;
            case MESSAGE_TOO_LARGE, FOLDER_TOO_LARGE -> 413;
            case RATE_LIMITED -> 429;
            case RUN_PUT_OFF,
                    INDEX_UNAVAILABLE,
                    SHARE_UNREACHABLE,
                    SHARE_THROTTLED,
                    SHARE_FULL,
                    OUTCOME_UNKNOWN,
                    SERVER_UNREACHABLE,
                    INTERRUPTED -> 503;
            case SERVER_ERROR,
                    SOURCE_UNREACHABLE,
                    FILE_UNREADABLE,
                    FILE_VANISHED,
                    FILE_HELD,
                    SHARE_AUTH,
                    SHARE_MISSING,
                    SHARE_FOREIGN,
                    SHARE_UNSUPPORTED,
                    SHARE_IO,
                    JOURNAL_CORRUPT,
                    JOURNAL_IO,
                    SCRATCH_IO,
                    STATE_CORRUPT,
                    ROOT_FORBIDDEN,
                    HOME_BUSY,
                    CONFIGURATION_INVALID -> 500;
        };
    }
}

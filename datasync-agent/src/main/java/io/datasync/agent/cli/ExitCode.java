package io.datasync.agent.cli;

import io.datasync.core.failure.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the agent's commands end. The numbers are documented in {@code docs/reference/exit-codes.md} and never change. */
public enum ExitCode {
    /** Done. */
    OK(0, "Done."),
    /** A bug, or something nobody thought of. */
    INTERNAL(1, "A fault of the program itself. Send the log."),
    /** The command line or the configuration is wrong. */
    USAGE(2, "The command line or the configuration is wrong."),
    /** Done, but named files failed, were lost, or lie in folders that could not be listed. */
    PARTIAL(3, "Done, but named files failed or were lost, or a folder could not be listed."),
    /** The source cannot be used. */
    SOURCE(4, "The source is not there, is not the one known before, or may not be read."),
    /** The share cannot be used. */
    SHARE(5, "The share is not there, is full, or refuses access."),
    /** The server cannot be told; what was archived is archived. */
    SERVER(6, "The server cannot be reached or refuses. What was archived is archived and reported later."),
    /** The PC waits for a person's approval. */
    PENDING(7, "The PC waits to be approved at the server."),
    /** The local state or journal cannot be used. */
    STATE(8, "The agent's own state or journal cannot be used, or another agent works in this home."),
    /** Asked to stop. */
    INTERRUPTED(130, "Asked to stop before it was done. The next start goes on from there.");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** What the process returns. */
    public int number() {
        return number;
    }

    /** What it means, for the reference page. */
    public String meaning() {
        return meaning;
    }

    /** What each number means, in their order. */
    static Map<String, String> meanings() {
        var meanings = new LinkedHashMap<String, String>();
        for (ExitCode code : values()) {
            meanings.put(Integer.toString(code.number), code.meaning);
        }
        return meanings;
    }

    /** The exit code of a failure that ended a command. */
    static ExitCode of(ErrorCode code) {
        return switch (code) {
            case SOURCE_UNREACHABLE, SOURCE_CHANGED, ROOT_FORBIDDEN -> SOURCE;
            case SHARE_UNREACHABLE,
                    SHARE_AUTH,
                    SHARE_FULL,
                    SHARE_THROTTLED,
                    SHARE_MISSING,
                    SHARE_FOREIGN,
                    SHARE_OCCUPIED,
                    SHARE_UNSUPPORTED,
                    SHARE_IO,
                    NAME_EXISTS,
                    NAME_REFUSED,
                    NAME_MISSING,
                    CONTENT_DIFFERS,
                    OUTCOME_UNKNOWN -> SHARE;
            case FILE_UNREADABLE,
                    FILE_CHANGED,
                    FILE_VANISHED,
                    FILE_HELD,
                    PATH_INVALID,
                    PATH_TOO_LONG,
                    FOLDER_TOO_LARGE -> PARTIAL;
            case RUNNER_PENDING -> PENDING;
            case CONFIGURATION_INVALID -> USAGE;
            case STATE_CORRUPT, JOURNAL_CORRUPT, JOURNAL_IO, SCRATCH_IO, HOME_BUSY -> STATE;
            case INTERRUPTED -> INTERRUPTED;
            case CERTIFICATE_MALFORMED,
                    CERTIFICATE_TAMPERED,
                    CERTIFICATE_FOREIGN,
                    CERTIFICATE_UNSIGNED,
                    CERTIFICATE_UNCHAINED,
                    FOLDER_CHANGED,
                    KEY_MALFORMED,
                    MESSAGE_MALFORMED,
                    MESSAGE_TRUNCATED,
                    MESSAGE_TOO_LARGE,
                    UNAUTHENTICATED,
                    FORBIDDEN,
                    RATE_LIMITED,
                    IDENTITY_CONFLICT,
                    JOB_UNKNOWN,
                    JOB_DISABLED,
                    JOB_BUSY,
                    RUN_PUT_OFF,
                    RUN_UNKNOWN,
                    RUN_CLOSED,
                    STALE_TOKEN,
                    TOKEN_REGRESSED,
                    FOLDER_UNKNOWN,
                    SEAL_REFUSED,
                    REPAIR_BUSY,
                    REPAIR_REFUSED,
                    INDEX_UNAVAILABLE,
                    SERVER_UNREACHABLE,
                    SERVER_ERROR -> SERVER;
            case BALANCE_BROKEN -> INTERNAL;
        };
    }
}

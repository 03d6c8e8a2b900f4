package io.datasync.testkit.fault;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.List;

/** What a call goes to, and how calls to it may fail by the contract of its port. */
public enum Part {
    /** An archive on a share ({@code ArchiveStore}). */
    STORE,
    /** The agent's memory ({@code Journal}). */
    JOURNAL,
    /** The server's memory ({@code StateIndex}). */
    INDEX,
    /** The way from an agent to the server ({@code Coordinator}). */
    NETWORK;

    /** How a call fails that did nothing, where that may pass by itself. */
    public List<ErrorCode> failures() {
        return switch (this) {
            case STORE ->
                List.of(
                        ErrorCode.SHARE_UNREACHABLE,
                        ErrorCode.SHARE_AUTH,
                        ErrorCode.SHARE_FULL,
                        ErrorCode.SHARE_THROTTLED,
                        ErrorCode.SHARE_IO);
            case JOURNAL -> List.of(ErrorCode.JOURNAL_IO);
            case INDEX -> List.of(ErrorCode.INDEX_UNAVAILABLE);
            case NETWORK ->
                List.of(
                        ErrorCode.SERVER_UNREACHABLE,
                        ErrorCode.INDEX_UNAVAILABLE,
                        ErrorCode.SERVER_ERROR,
                        ErrorCode.RATE_LIMITED);
        };
    }

    /** How a call fails that may have taken effect all the same. */
    public SyncException unknown(String why) {
        return SyncException.passing(
                switch (this) {
                    case STORE -> ErrorCode.OUTCOME_UNKNOWN;
                    case JOURNAL -> ErrorCode.JOURNAL_IO;
                    case INDEX -> ErrorCode.INDEX_UNAVAILABLE;
                    case NETWORK -> ErrorCode.SERVER_UNREACHABLE;
                },
                why);
    }
}

package io.datasync.agent.cli;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;

/** What to do about a failure, in a sentence for a technician. */
final class Advice {
    private Advice() {}

    /** One line: what happened, its code, what to do. */
    static String of(SyncException failure) {
        String advice = about(failure.code());
        String line = sentence(failure.getMessage()) + " (" + failure.code().text() + ").";
        return advice.isEmpty() ? line : line + " " + advice;
    }

    private static String sentence(String message) {
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    private static String about(ErrorCode code) {
        return switch (ExitCode.of(code)) {
            case SOURCE ->
                code == ErrorCode.ROOT_FORBIDDEN
                        ? "Allow the folder on this PC: enroll --root DIR."
                        : "Nothing is taken for deleted; check that the disk is there."
                                + (code == ErrorCode.SOURCE_CHANGED
                                        ? " If it is meant to be so: once --accept-source."
                                        : "");
            case SHARE ->
                code == ErrorCode.SHARE_MISSING
                        ? "An absent archive is not taken for an empty one; check that the share is mounted."
                        : "The files stay on this PC; check the share.";
            case SERVER ->
                code == ErrorCode.JOB_UNKNOWN ? "" : "What is archived is reported when the server takes it.";
            case PENDING -> "Ask for the approval at the server.";
            case STATE ->
                code == ErrorCode.HOME_BUSY
                        ? "Stop the other agent first."
                        : "The archive holds what it held; see the log.";
            case OK, INTERNAL, USAGE, PARTIAL, INTERRUPTED -> "";
        };
    }
}

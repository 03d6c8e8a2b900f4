package io.datasync.core.protocol;

import io.datasync.core.balance.Balance;
import io.datasync.core.failure.ErrorCode;
import java.util.Optional;

/**
 * The run has ended on the agent's side, and everything it had to report is reported.
 *
 * @param balance where every file went (D-3); the counts known so far when it failed
 * @param incompleteFolders folders that could not be listed to their end, whose new files are therefore not known
 * @param uploaded files whose bytes were sent in this run
 * @param uploadedBytes their bytes
 * @param failure why the run ended without its work; empty when it did its work
 */
public record CompleteRequest(
        Balance balance, long incompleteFolders, long uploaded, long uploadedBytes, Optional<ErrorCode> failure) {
    public CompleteRequest {
        if (incompleteFolders < 0 || uploaded < 0 || uploadedBytes < 0) {
            throw new IllegalArgumentException("Counts cannot be negative");
        }
    }
}

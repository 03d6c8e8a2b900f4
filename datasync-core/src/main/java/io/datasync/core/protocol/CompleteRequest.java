package io.datasync.core.protocol;

import io.datasync.core.balance.Balance;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.protocol.seal.FolderListings;
import java.util.Optional;

/**
 * The run has ended on the agent's side, and everything it had to report is reported.
 *
 * @param balance where every file went (D-3); the counts known so far when it failed
 * @param incompleteFolders folders that could not be listed to their end, whose new files are therefore not known
 * @param uploaded files whose bytes were sent in this run
 * @param uploadedBytes their bytes
 * @param failure why the run ended without its work; empty when it did its work
 * @param held of the failed, those that are held because too many archived files changed at once (D-12)
 * @param renamed files that were renamed in that event, whose new names are archived
 * @param listings date folders that the run listed to their end, which may be ready to be sealed; none when the run failed
 */
public record CompleteRequest(
        Balance balance,
        long incompleteFolders,
        long uploaded,
        long uploadedBytes,
        Optional<ErrorCode> failure,
        long held,
        long renamed,
        FolderListings listings) {
    public CompleteRequest {
        if (incompleteFolders < 0 || uploaded < 0 || uploadedBytes < 0 || held < 0 || renamed < 0) {
            throw new IllegalArgumentException("Counts cannot be negative");
        }
        if (held > balance.failed()) {
            throw new IllegalArgumentException(held + " files are held, and " + balance.failed() + " failed");
        }
    }

    /** The end of a run in which no mass change stands, and that says nothing of single folders. */
    public CompleteRequest(
            Balance balance, long incompleteFolders, long uploaded, long uploadedBytes, Optional<ErrorCode> failure) {
        this(balance, incompleteFolders, uploaded, uploadedBytes, failure, 0, 0, FolderListings.NONE);
    }

    /** What stays on record of the run, by which a repeat is known as one: the same without the listings. */
    public CompleteRequest result() {
        return new CompleteRequest(
                balance, incompleteFolders, uploaded, uploadedBytes, failure, held, renamed, FolderListings.NONE);
    }

    /** Whether a mass change stands that a person has not decided about (D-12). */
    public boolean massChange() {
        return held > 0 || renamed > 0;
    }
}

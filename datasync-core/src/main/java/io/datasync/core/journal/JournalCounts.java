package io.datasync.core.journal;

/**
 * Sizes of a job's journal.
 *
 * @param verified entries whose observed content is archived
 * @param pending entries whose observed content is to be archived
 * @param unreported reports that the server does not have
 * @param losses losses ever noted
 * @param heldBack files that are held or quarantined (D-12)
 */
public record JournalCounts(long verified, long pending, long unreported, long losses, long heldBack) {
    /** The sizes where nothing is held back. */
    public JournalCounts(long verified, long pending, long unreported, long losses) {
        this(verified, pending, unreported, losses, 0);
    }

    /** How many entries are known. */
    public long entries() {
        return verified + pending + heldBack;
    }
}

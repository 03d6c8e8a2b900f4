package io.datasync.core.journal;

/**
 * Sizes of a job's journal.
 *
 * @param verified entries whose observed content is archived
 * @param pending entries whose observed content is not
 * @param unreported reports that the server does not have
 * @param losses losses ever noted
 */
public record JournalCounts(long verified, long pending, long unreported, long losses) {}

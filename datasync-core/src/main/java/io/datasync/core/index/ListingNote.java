package io.datasync.core.index;

import java.time.Instant;

/**
 * A listing of a folder that came to its end and found nothing new (D-10).
 *
 * @param at when it began, by the server's clock
 * @param outstanding how many files were in flight or failed when its run ended
 */
public record ListingNote(Instant at, long outstanding) {}

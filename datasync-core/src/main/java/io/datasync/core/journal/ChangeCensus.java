package io.datasync.core.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * How the archived entries of a job stand that changed (D-12).
 *
 * @param archived files of which anything is verified
 * @param changed files among them that were observed otherwise and about which nothing is decided
 * @param held files that are held
 * @param quarantined files that a person keeps out of the archive
 * @param renamed files that were renamed in the mass change that stands
 * @param since when the mass change that stands was noticed; empty when none stands
 * @param told the files held and renamed that the server was told of last
 */
public record ChangeCensus(
        long archived, long changed, long held, long quarantined, long renamed, Optional<Instant> since, long told) {
    /** Whether a mass change stands that nobody has decided about. */
    public boolean stands() {
        return since.isPresent();
    }

    /** Whether the server knows what is held and renamed. */
    public boolean isTold() {
        return told == held + renamed;
    }
}

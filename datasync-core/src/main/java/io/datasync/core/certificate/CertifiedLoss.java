package io.datasync.core.certificate;

import io.datasync.core.manifest.SourceEntry;
import java.time.Instant;
import java.util.Comparator;

/**
 * A file of the folder that is known to have existed and vanished before it was archived (CORE-10).
 *
 * @param entry as it was last seen; always a file
 * @param noticedAt when the agent found it gone, by its clock
 */
public record CertifiedLoss(SourceEntry entry, Instant noticedAt) {
    /** The order in a certificate; the same name may have been lost several times. */
    public static final Comparator<CertifiedLoss> ORDER = Comparator.comparing(
                    CertifiedLoss::entry, SourceEntry.CANONICAL_ORDER)
            .thenComparing(loss -> loss.entry().ticks())
            .thenComparing(loss -> loss.entry().sizeBytes())
            .thenComparing(CertifiedLoss::noticedAt);
}

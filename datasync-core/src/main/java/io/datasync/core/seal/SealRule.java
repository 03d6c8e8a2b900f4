package io.datasync.core.seal;

import io.datasync.core.seal.SealDecision.No;
import io.datasync.core.seal.SealDecision.NotBefore;
import io.datasync.core.seal.SealDecision.Reason;
import io.datasync.core.seal.SealDecision.Seal;
import java.time.Instant;
import java.time.ZoneId;

/**
 * When a date folder is closed (CORE-5, D-10): its day is over in the job's zone, a complete listing that began at least a quiet time
 * after the last new file found nothing new, and nothing in it is outstanding.
 *
 * <p>Pure. A silent agent proves nothing: without a listing of the right time there is no seal, however long ago the last file came.
 */
public final class SealRule {
    private final SealSettings settings;

    /** The rule with these settings. */
    public SealRule(SealSettings settings) {
        this.settings = settings;
    }

    /** Decides, at this moment of the server's clock. */
    public SealDecision decide(FolderSituation folder, ZoneId zone, Instant now) {
        FolderDate date = FolderDate.of(folder.folder());
        if (date instanceof FolderDate.None) {
            return new No(Reason.NOT_A_DATE);
        }
        if (!(date instanceof FolderDate.Day day)) {
            return new No(Reason.IMPOSSIBLE_DATE);
        }
        if (folder.sealed()) {
            return new No(Reason.SEALED);
        }
        if (now.atZone(zone).toLocalDate().isBefore(day.date())) {
            return new No(Reason.FUTURE_DATE);
        }
        if (folder.archived() == 0) {
            return new No(Reason.EMPTY);
        }
        if (folder.outstanding() > 0) {
            return new No(Reason.OUTSTANDING);
        }
        Instant earliest = earliest(folder, day, zone);
        if (now.isBefore(earliest)) {
            return new NotBefore(earliest);
        }
        boolean listed =
                folder.listedAt().isPresent() && !folder.listedAt().get().isBefore(earliest);
        return listed ? new Seal() : new No(Reason.NOT_LISTED);
    }

    private Instant earliest(FolderSituation folder, FolderDate.Day day, ZoneId zone) {
        Instant over = day.endsAt(zone);
        return folder.lastNewAt()
                .map(last -> last.plus(settings.quiet()))
                .filter(quiet -> quiet.isAfter(over))
                .orElse(over);
    }
}

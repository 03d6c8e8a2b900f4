package io.datasync.core.cycle;

import io.datasync.core.cycle.seal.ArchiveVouching;
import io.datasync.core.cycle.seal.FolderCertifier;
import io.datasync.core.cycle.seal.SealedFolders;
import io.datasync.core.cycle.seal.Sealing;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.seal.CertifyAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Certifies the folders that the server asks for, and notes when to come again (D-9, D-10). */
final class SealPhase {
    /** After a failure the folder waits for so long, unless a run comes anyway. */
    private static final Duration RETRY = Duration.ofMinutes(10);

    private final CycleParts parts;
    private final SealedFolders seals;
    private final CycleListener listener;

    SealPhase(CycleParts parts, SealedFolders seals, CycleListener listener) {
        this.parts = parts;
        this.seals = seals;
        this.listener = listener;
    }

    /**
     * Seals. A folder that cannot be sealed holds up no other.
     *
     * @throws SyncException {@code INTERRUPTED}, and what the journal throws
     */
    void seal(JobId job, Sealing sealing, CompleteAnswer answer) throws SyncException {
        Instant now = parts.clock().instant();
        Optional<Instant> due = answer.nextSealIn().map(now::plus);
        if (seals.comesAgain()) {
            due = Optional.of(now);
        }
        FolderCertifier certifier = new FolderCertifier(
                parts.coordinator(),
                sealing.runner(),
                job,
                sealing.deviceKey(),
                parts.clock(),
                sealing.scratch(),
                new ArchiveVouching(parts.journal(), parts.store(), parts.stop()));
        for (FolderName folder : answer.toSeal()) {
            try {
                CertifyAnswer certificate = certifier.certify(folder);
                seals.sealed(folder);
                listener.sealed(folder, certificate);
            } catch (SyncException e) {
                if (JobCycle.endsCycle(e)) {
                    throw e;
                }
                listener.notSealed(folder, e);
                Instant again = now.plus(RETRY);
                due = Optional.of(due.filter(again::isAfter).orElse(again));
            }
        }
        parts.journal().noteSealDue(due);
    }
}

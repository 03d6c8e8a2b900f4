package io.datasync.core.protocol;

import io.datasync.core.lease.RunState;
import io.datasync.core.path.FolderName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The run has ended in the index.
 *
 * @param state a terminal state
 * @param toSeal date folders for which a certificate is asked now (D-9, D-10), at most {@link #TO_SEAL_MAX}
 * @param nextSealIn after which time a folder may be ready to be sealed, so that the agent comes again even if it has nothing else to tell;
 *     empty when none is in sight
 */
public record CompleteAnswer(RunState state, List<FolderName> toSeal, Optional<Duration> nextSealIn) {
    /** How many folders are named at most; the others come with the next run (I-11). */
    public static final int TO_SEAL_MAX = 100;

    public CompleteAnswer {
        toSeal = List.copyOf(toSeal);
    }

    /** The end of a run after which nothing is to be sealed. */
    public CompleteAnswer(RunState state) {
        this(state, List.of(), Optional.empty());
    }
}

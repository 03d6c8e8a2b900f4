package io.datasync.core.coordinator;

import io.datasync.core.failure.SyncException;
import io.datasync.core.protocol.CompareAnswer;

/** Takes the verdicts of a comparison, one by one. Called by one thread. */
@FunctionalInterface
public interface CompareAnswers {
    /** Takes one verdict; an exception ends the comparison and is passed on. */
    void answer(CompareAnswer answer) throws SyncException;
}

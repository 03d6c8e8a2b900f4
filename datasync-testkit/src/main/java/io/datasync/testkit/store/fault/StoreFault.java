package io.datasync.testkit.store.fault;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;

/** What goes wrong in one call of a {@link FaultyStore}. */
public sealed interface StoreFault {
    /** The call fails and does nothing. */
    record Before(SyncException failure) implements StoreFault {}

    /** The call does its work and then fails: a lost answer. */
    record After(SyncException failure) implements StoreFault {}

    /** {@link StoreMethod#WRITE} alone: a bit is turned on its way. A share that checks ranges notices. */
    record FlippedBit() implements StoreFault {}

    /** Nothing goes wrong in this call; the fault is for a later one. */
    record Nothing() implements StoreFault {}

    /** Nothing goes wrong in this call. */
    static StoreFault nothing() {
        return new Nothing();
    }

    /** Fails without doing anything, for a reason that may pass. */
    static StoreFault before(ErrorCode code) {
        return new Before(SyncException.passing(code, "Queued by the test"));
    }

    /** Does its work and answers with a failure that may pass. */
    static StoreFault after(ErrorCode code) {
        return new After(SyncException.passing(code, "Queued by the test"));
    }

    /** Does its work, and nobody hears of it. */
    static StoreFault lostAnswer() {
        return after(ErrorCode.OUTCOME_UNKNOWN);
    }

    /** A bit is turned on its way. */
    static StoreFault flippedBit() {
        return new FlippedBit();
    }
}

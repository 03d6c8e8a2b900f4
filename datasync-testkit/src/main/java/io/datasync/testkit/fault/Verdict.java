package io.datasync.testkit.fault;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;

/** What becomes of one call. A verdict that the part it is about cannot carry out is a bug of who gave it ({@link IllegalArgumentException}). */
public sealed interface Verdict {
    /** It goes through. */
    record GoOn() implements Verdict {}

    /** It does nothing and fails. */
    record Fails(SyncException failure) implements Verdict {}

    /** It does its work and then fails: the answer is lost. */
    record AnswerLost(SyncException failure) implements Verdict {}

    /**
     * It fails, and its work is done when nobody waits for it any more: a request on the network arrives when the network is told so; what a
     * journal wrote shows at its next opening, or not. For a network and a journal in memory.
     */
    record Late(SyncException failure) implements Verdict {}

    /** It is done twice: a request on the network is delivered twice; a transaction is rolled back and run again. For these two. */
    record Twice() implements Verdict {}

    /** It goes through, and the same request arrives once more when the network is told so. For a network. */
    record Echoed() implements Verdict {}

    /** A bit is turned on its way; a share that checks ranges notices it in a write. For what writes or reads the bytes of a file. */
    record FlippedBit() implements Verdict {}

    /** The process dies before the work. */
    record CrashBefore() implements Verdict {}

    /** The work is done, and the process dies before it learns so. */
    record CrashAfter() implements Verdict {}

    /** It goes through. */
    static Verdict goOn() {
        return new GoOn();
    }

    /** It does nothing and fails, for a reason that may pass. */
    static Verdict fails(ErrorCode code) {
        return new Fails(SyncException.passing(code, "Asked for by the test"));
    }

    /** It does its work and fails, for a reason that may pass. */
    static Verdict failsAfter(ErrorCode code) {
        return new AnswerLost(SyncException.passing(code, "Asked for by the test"));
    }

    /** It does its work, and fails as that part does when nobody can know. */
    static Verdict answerLost(Part part) {
        return new AnswerLost(part.unknown("The test lost the answer"));
    }

    /** It fails as that part does when nobody can know, and its work is done later. */
    static Verdict late(Part part) {
        return new Late(part.unknown("The test made the answer wait"));
    }
}

package io.datasync.testkit.fault;

/**
 * The life of one process that a test only pretends. Its store, journal, index and network share it, so that a crash in one of them ends all
 * of them: from then on each of their calls throws {@link SimulatedCrash}, and nothing is tidied up by a process that is dead. Thread-safe.
 */
public final class ProcessLife {
    private volatile boolean dead;

    /** Whether it ended. */
    public boolean isDead() {
        return dead;
    }

    /** Ends it. The caller throws what is returned; a test that merely pulls the plug need not. */
    public SimulatedCrash end(String where) {
        dead = true;
        return new SimulatedCrash(this, where);
    }

    /** Throws {@link SimulatedCrash} when it ended, by whichever thread: before or after such a call. */
    void requireAlive(String when, Call call) {
        if (dead) {
            throw new SimulatedCrash(this, when + " " + call);
        }
    }

    /** Throws {@link SimulatedCrash} when it ended, by whichever thread. */
    public void requireAlive(String where) {
        if (dead) {
            throw new SimulatedCrash(this, where);
        }
    }
}

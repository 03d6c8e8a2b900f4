package io.datasync.testkit.store.fault;

/**
 * The process dies here. An {@link Error}, so that no code under test handles it; after it, test with a new handle on what is stored.
 */
public final class SimulatedCrash extends Error {
    private static final long serialVersionUID = 1L;

    /** A crash at a place. */
    public SimulatedCrash(String where) {
        super("Simulated crash " + where);
    }
}

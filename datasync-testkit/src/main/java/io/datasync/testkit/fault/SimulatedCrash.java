package io.datasync.testkit.fault;

/**
 * A process dies here. An {@link Error}, so that no code under test handles it; after it, test with new handles on what is stored.
 */
public final class SimulatedCrash extends Error {
    private static final long serialVersionUID = 1L;

    private final transient ProcessLife process;

    /** A crash at a place, of a process that nothing else belongs to. */
    public SimulatedCrash(String where) {
        this(new ProcessLife(), where);
    }

    SimulatedCrash(ProcessLife process, String where) {
        super("Simulated crash " + where);
        this.process = process;
    }

    /** Whether it is this process that died, and not one that it talks to. */
    public boolean isOf(ProcessLife one) {
        return process == one;
    }
}

package io.datasync.testkit.simulation.invariant;

/** An invariant does not hold. An {@link Error}, so that no code under test handles it. */
public final class Breach extends Error {
    private static final long serialVersionUID = 1L;

    private final String invariant;

    /** A breach of an invariant, such as {@code I-1}. */
    public Breach(String invariant, String what) {
        super(invariant + " does not hold: " + what);
        this.invariant = invariant;
    }

    /** Which one, such as {@code I-1}. */
    public String invariant() {
        return invariant;
    }
}

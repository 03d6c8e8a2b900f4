package io.datasync.testkit.simulation.schedule;

/** The simulation is over while an activity slept, so that it ends there. An {@link Error}, so that no code under test handles it. */
public final class SimulationOver extends Error {
    private static final long serialVersionUID = 1L;

    SimulationOver() {
        super("The simulation is over", null, false, false);
    }
}

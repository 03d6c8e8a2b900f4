package io.datasync.testkit.simulation.invariant;

/**
 * What somebody saw who stood beside a PC during a cycle.
 *
 * @param filesLeast fewest files that were there at any time
 * @param filesMost most files that were there at any time
 * @param lossesNoted losses that the journal noted meanwhile
 */
public record CycleWitness(long filesLeast, long filesMost, long lossesNoted) {}

package io.datasync.testkit.simulation.world;

import io.datasync.testkit.simulation.broken.Breakage;
import io.datasync.testkit.simulation.source.HabitPlan;
import java.time.Duration;
import java.util.List;

/**
 * What a world is made of.
 *
 * @param pcs PCs, each with a job of its own
 * @param storm for how long things go wrong
 * @param calm for how long nothing does afterwards, so that everything can be made good
 * @param rest for how long the instruments rest at the end, so that nothing is under way any more
 * @param pause between two cycles of an agent, on average
 * @param habits of the instruments
 * @param disasters what may happen; each world leaves out about half of them
 * @param script what certainly happens
 * @param breakage what does not keep its promises
 * @param sealQuiet how long nothing new must come into a date folder before it is sealed
 */
public record WorldPlan(
        int pcs,
        Duration storm,
        Duration calm,
        Duration rest,
        Duration pause,
        HabitPlan habits,
        List<Disaster> disasters,
        Script script,
        Breakage breakage,
        Duration sealQuiet) {}

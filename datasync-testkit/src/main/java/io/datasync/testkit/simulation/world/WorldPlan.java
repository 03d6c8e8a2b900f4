package io.datasync.testkit.simulation.world;

import io.datasync.core.drain.AdmissionRule;
import io.datasync.testkit.simulation.broken.Breakage;
import io.datasync.testkit.simulation.source.HabitPlan;
import java.util.List;

/**
 * What a world is made of.
 *
 * @param pcs PCs, each with a job of its own
 * @param times how its time passes
 * @param habits of the instruments
 * @param disasters what may happen; each world leaves out about half of them
 * @param script what certainly happens
 * @param breakage what does not keep its promises
 * @param admissions whom the server lets in
 * @param signsOfLife whether agents say each minute who they are (D-27)
 */
public record WorldPlan(
        int pcs,
        WorldTimes times,
        HabitPlan habits,
        List<Disaster> disasters,
        Script script,
        Breakage breakage,
        AdmissionRule admissions,
        boolean signsOfLife) {}

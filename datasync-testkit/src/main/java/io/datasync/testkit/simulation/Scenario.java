package io.datasync.testkit.simulation;

import io.datasync.core.drain.AdmissionRule;
import io.datasync.core.drain.DrainSettings;
import io.datasync.core.drain.RetrySpread;
import io.datasync.core.drain.StormSettings;
import io.datasync.testkit.simulation.broken.Breakage;
import io.datasync.testkit.simulation.source.HabitPlan;
import io.datasync.testkit.simulation.world.Disaster;
import io.datasync.testkit.simulation.world.Script;
import io.datasync.testkit.simulation.world.WorldPlan;
import io.datasync.testkit.simulation.world.WorldTimes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/** What a world is about: where most goes wrong by chance, and where one thing certainly does, beside that. */
public enum Scenario {
    /** Anything may happen. */
    ORDINARY(Script.NONE),

    /** The archive is away while the instrument, which keeps only a few files, goes on: the purge wins, and every loss must be known (CORE-10). */
    PURGE_WINS(Script.SHARE_AWAY_FOR_A_DAY),

    /** The database is put back to an earlier backup (D-20). */
    DATABASE_RESTORED(Script.DATABASE_RESTORED),

    /** The share is put back to an earlier snapshot. */
    SHARE_RESTORED(Script.SHARE_RESTORED),

    /** Agent, share and database have no room, one after the other. */
    DISK_FULL(Script.DISKS_FULL),

    /** Clocks of PCs, server and database are wrong by a day (D-25). */
    CLOCK_WRONG(Script.CLOCKS_WRONG),

    /** A PC's disk is cloned into another PC, so that two have one identity (D-27). */
    CLONED_DISK(Script.DISK_CLONED),

    /** On Monday at 07:00 all PCs come on at once, the purge begins, and the server is being maintained (RUN-7, RUN-9, AGT-4). */
    MONDAY_07_00(Script.MONDAY_MORNING);

    private static final AdmissionRule TWO_RUNS =
            new AdmissionRule(DrainSettings.DEFAULTS, StormSettings.DEFAULTS, RetrySpread.DEFAULTS, 2);

    private final Script script;

    Scenario(Script script) {
        this.script = script;
    }

    /** The one of a seed: every second is ordinary. */
    public static Scenario of(long seed) {
        var random = new SplittableRandom(seed);
        Scenario[] all = values();
        return random.nextBoolean() ? ORDINARY : all[random.nextInt(1, all.length)];
    }

    /** As it is named on a command line, such as {@code purge-wins}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one of this name. */
    public static Optional<Scenario> named(String text) {
        for (Scenario scenario : values()) {
            if (scenario.text().equals(text)) {
                return Optional.of(scenario);
            }
        }
        return Optional.empty();
    }

    /** The world that it takes. */
    WorldPlan plan(Breakage breakage) {
        return switch (this) {
            case ORDINARY, DATABASE_RESTORED, SHARE_RESTORED, DISK_FULL, CLOCK_WRONG ->
                usual(HabitPlan.USUAL, breakage);
            case PURGE_WINS -> usual(HabitPlan.FEW_FILES, breakage);
            case CLONED_DISK ->
                new WorldPlan(
                        1,
                        WorldTimes.LONG_CALM,
                        HabitPlan.USUAL,
                        disasters(),
                        script,
                        breakage,
                        AdmissionRule.DEFAULTS,
                        true);
            case MONDAY_07_00 ->
                new WorldPlan(5, WorldTimes.A_WEEKEND, HabitPlan.BUSY, disasters(), script, breakage, TWO_RUNS, false);
        };
    }

    private WorldPlan usual(HabitPlan habits, Breakage breakage) {
        return new WorldPlan(2, WorldTimes.USUAL, habits, disasters(), script, breakage, AdmissionRule.DEFAULTS, false);
    }

    /** What may happen by chance beside that. */
    private List<Disaster> disasters() {
        return switch (this) {
            case ORDINARY -> List.of(Disaster.values());
            case PURGE_WINS, CLOCK_WRONG -> List.of(Disaster.PC_OFF, Disaster.SERVER_DIES, Disaster.NETWORK_AWAY);
            case DATABASE_RESTORED -> List.of(Disaster.PC_OFF, Disaster.SERVER_DIES, Disaster.MEMORY_LOST);
            case SHARE_RESTORED -> List.of(Disaster.PC_OFF, Disaster.SERVER_DIES, Disaster.POWER_CUT);
            case DISK_FULL -> List.of(Disaster.PC_OFF, Disaster.SERVER_DIES);
            case CLONED_DISK -> List.of(Disaster.SERVER_DIES, Disaster.NETWORK_AWAY, Disaster.SHARE_AWAY);
            case MONDAY_07_00 -> List.of();
        };
    }
}

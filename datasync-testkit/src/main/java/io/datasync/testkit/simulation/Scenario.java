package io.datasync.testkit.simulation;

import io.datasync.testkit.simulation.broken.Breakage;
import io.datasync.testkit.simulation.source.HabitPlan;
import io.datasync.testkit.simulation.world.Disaster;
import io.datasync.testkit.simulation.world.Script;
import io.datasync.testkit.simulation.world.WorldPlan;
import java.time.Duration;
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
    CLOCK_WRONG(Script.CLOCKS_WRONG);

    private static final Duration STORM = Duration.ofDays(2);
    private static final Duration CALM = Duration.ofHours(20);
    private static final Duration REST = Duration.ofHours(8);
    private static final Duration PAUSE = Duration.ofMinutes(75);
    private static final Duration SEAL_QUIET = Duration.ofHours(8);

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
        HabitPlan habits = this == PURGE_WINS ? HabitPlan.FEW_FILES : HabitPlan.USUAL;
        return new WorldPlan(2, STORM, CALM, REST, PAUSE, habits, disasters(), script, breakage, SEAL_QUIET);
    }

    /** What may happen by chance beside that. */
    private List<Disaster> disasters() {
        return switch (this) {
            case ORDINARY -> List.of(Disaster.values());
            case PURGE_WINS, CLOCK_WRONG -> List.of(Disaster.PC_OFF, Disaster.SERVER_DIES, Disaster.NETWORK_AWAY);
            case DATABASE_RESTORED -> List.of(Disaster.PC_OFF, Disaster.SERVER_DIES, Disaster.MEMORY_LOST);
            case SHARE_RESTORED -> List.of(Disaster.PC_OFF, Disaster.SERVER_DIES, Disaster.POWER_CUT);
            case DISK_FULL -> List.of(Disaster.PC_OFF, Disaster.SERVER_DIES);
        };
    }
}

package io.datasync.testkit.simulation.world;

import io.datasync.core.failure.ErrorCode;
import io.datasync.testkit.fault.Part;
import java.time.Duration;

/** What certainly happens in a world, beside what happens by chance. */
public enum Script {
    /** Nothing. */
    NONE {
        @Override
        void play(World world) {}
    },
    /** The archives cannot be reached for the better part of a day. */
    SHARE_AWAY_FOR_A_DAY {
        @Override
        void play(World world) {
            pass(world, 5, 12);
            world.pcs.forEach(
                    pc -> pc.parts().weather().outage(Part.STORE, ErrorCode.SHARE_UNREACHABLE, Duration.ofHours(20)));
        }
    },
    /** The database is put back twice. */
    DATABASE_RESTORED {
        @Override
        void play(World world) throws Exception {
            pass(world, 20, 28);
            world.strike(Disaster.DATABASE_RESTORED);
            pass(world, 3, 12);
            world.strike(Disaster.DATABASE_RESTORED);
        }
    },
    /** The archives are put back. */
    SHARE_RESTORED {
        @Override
        void play(World world) throws Exception {
            pass(world, 20, 28);
            for (int i = 0; i < world.pcs.size(); i++) {
                world.strike(Disaster.SHARE_RESTORED);
                pass(world, 1, 5);
            }
        }
    },
    /** Each side is out of room for some hours. */
    DISKS_FULL {
        @Override
        void play(World world) throws Exception {
            for (int i = 0; i < 2; i++) {
                pass(world, 2, 8);
                world.strike(Disaster.AGENT_DISK_FULL);
                pass(world, 2, 8);
                world.strike(Disaster.SHARE_FULL);
                pass(world, 2, 8);
                world.strike(Disaster.DATABASE_AWAY);
            }
        }
    },
    /** Every clock is wrong by a day, one after the other. */
    CLOCKS_WRONG {
        @Override
        void play(World world) {
            pass(world, 2, 10);
            Duration day = world.random.nextBoolean() ? Duration.ofDays(1) : Duration.ofDays(-1);
            world.pcs.get(0).parts().clock().wrongBy(day);
            pass(world, 2, 10);
            world.serverClock.wrongBy(day.negated());
            pass(world, 2, 10);
            world.databaseClock.wrongBy(day);
            pass(world, 2, 10);
            world.pcs.get(0).parts().clock().wrongBy(Duration.ZERO);
            world.serverClock.wrongBy(Duration.ZERO);
            pass(world, 1, 5);
            world.databaseClock.wrongBy(Duration.ZERO);
        }
    },
    /** A disk is cloned into another PC. */
    DISK_CLONED {
        @Override
        void play(World world) throws Exception {
            new ClonedDisk(world).play();
        }

        @Override
        void check(World world) {
            ClonedDisk.check(world);
        }
    },
    /** After a weekend, all PCs are switched on while the server is being maintained. */
    MONDAY_MORNING {
        @Override
        void play(World world) throws Exception {
            new MondayMorning(world).play();
        }
    };

    /** Lets it happen, in its own time. */
    abstract void play(World world) throws Exception;

    /** Throws {@link io.datasync.testkit.simulation.invariant.Breach} when in the end something is not as it must be after that. */
    void check(World world) {}

    private static void pass(World world, int leastHours, int mostHours) {
        world.scheduler.sleep(Duration.ofMinutes(world.random.nextInt(60 * leastHours, 60 * mostHours)));
    }
}

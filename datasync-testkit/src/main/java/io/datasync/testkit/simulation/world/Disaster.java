package io.datasync.testkit.simulation.world;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RelativePath;
import io.datasync.testkit.fault.Part;
import io.datasync.testkit.simulation.invariant.Place;
import io.datasync.testkit.simulation.schedule.SchedulerClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What may happen to a world beside single calls that fail. */
public enum Disaster {
    /** A PC is switched off without warning, and on again hours later. */
    PC_OFF {
        @Override
        void strike(World world) {
            SimulatedPc pc = world.anyPc();
            pc.switchedOn(false);
            world.later(hours(world, 10), () -> pc.switchedOn(true));
        }
    },
    /** The disk with the source is not mounted for a while (D-2). */
    SOURCE_AWAY {
        @Override
        void strike(World world) throws IOException {
            SimulatedPc pc = world.anyPc();
            pc.diskThere(false);
            world.later(hours(world, 8), () -> pc.diskThere(true));
        }
    },
    /** The memory of an agent is gone, and it begins with an empty one. */
    MEMORY_LOST {
        @Override
        void strike(World world) {
            SimulatedPc pc = world.anyPc();
            pc.forgetEverything();
            pc.archive().record().memoryLost();
            world.invariants.memoryLost(pc.job());
        }
    },
    /**
     * A PC loses its power, and its archive, where that is a directory of its own, loses all that no barrier made durable (D-7). What a share on
     * another machine has acknowledged, it keeps.
     */
    POWER_CUT {
        @Override
        void strike(World world) {
            SimulatedPc pc = world.anyPc();
            pc.crash();
            if (pc.hasOwnArchive()) {
                pc.archive().share().powerCut();
                world.invariants.check(pc.archive().record(), Place.SHARE);
            }
        }
    },
    /** The share cannot be used for a while. */
    SHARE_AWAY {
        @Override
        void strike(World world) {
            ErrorCode code = world.any(List.of(
                    ErrorCode.SHARE_UNREACHABLE,
                    ErrorCode.SHARE_MISSING,
                    ErrorCode.SHARE_AUTH,
                    ErrorCode.SHARE_THROTTLED));
            world.anyPc().parts().weather().outage(Part.STORE, code, hours(world, 16));
        }
    },
    /** The share has no room. */
    SHARE_FULL {
        @Override
        void strike(World world) {
            world.anyPc().parts().weather().outage(Part.STORE, ErrorCode.SHARE_FULL, hours(world, 8));
        }
    },
    /** The disk of an agent has no room. */
    AGENT_DISK_FULL {
        @Override
        void strike(World world) {
            world.anyPc().parts().weather().outage(Part.JOURNAL, ErrorCode.JOURNAL_IO, hours(world, 8));
        }
    },
    /** The database has no room, or cannot be reached. */
    DATABASE_AWAY {
        @Override
        void strike(World world) {
            world.serverWeather.outage(Part.INDEX, ErrorCode.INDEX_UNAVAILABLE, hours(world, 8));
        }
    },
    /** The archives cannot be reached by the server. */
    SHARES_AWAY_FOR_SERVER {
        @Override
        void strike(World world) {
            world.serverWeather.outage(Part.STORE, ErrorCode.SHARE_UNREACHABLE, hours(world, 8));
        }
    },
    /** A PC cannot reach the server. */
    NETWORK_AWAY {
        @Override
        void strike(World world) {
            world.anyPc().parts().weather().outage(Part.NETWORK, ErrorCode.SERVER_UNREACHABLE, hours(world, 12));
        }
    },
    /** The server dies, and comes back some time. */
    SERVER_DIES {
        @Override
        void strike(World world) {
            world.server.down();
            world.later(hours(world, 6), world.server::up);
        }
    },
    /** A bit of an archived file turns on the share's disk. */
    BIT_ROT {
        @Override
        void strike(World world) throws SyncException {
            harm(world, true);
        }
    },
    /** Somebody deletes an archived file on the share. */
    FILE_DELETED {
        @Override
        void strike(World world) throws SyncException {
            harm(world, false);
        }
    },
    /** The clock of a PC is wrong for some hours, by minutes or by a day. */
    PC_CLOCK_WRONG {
        @Override
        void strike(World world) {
            wrong(world, world.anyPc().parts().clock());
        }
    },
    /** The clock of the server, or of its database, is wrong for some hours. */
    SERVER_CLOCK_WRONG {
        @Override
        void strike(World world) {
            wrong(world, world.any(List.of(world.serverClock, world.databaseClock)));
        }
    },
    /** The database is put back to what it was when it was backed up last (D-20). */
    DATABASE_RESTORED {
        @Override
        void strike(World world) {
            world.server.down();
            world.restoreDatabase();
            world.server.up();
        }
    },
    /** The share is put back to an earlier snapshot. */
    SHARE_RESTORED {
        @Override
        void strike(World world) {
            SimulatedPc pc = world.anyPc();
            pc.archive().record().restored(pc::restoreShare);
            world.invariants.shareRestored(pc.job());
        }
    };

    /** Lets it happen. */
    abstract void strike(World world) throws IOException, SyncException;

    private static Duration hours(World world, int most) {
        return Duration.ofMinutes(world.random.nextInt(5, 60 * most));
    }

    private static void wrong(World world, SchedulerClock clock) {
        Duration by =
                world.random.nextBoolean() ? Duration.ofDays(1) : Duration.ofSeconds(world.random.nextInt(5, 4_000));
        clock.wrongBy(world.random.nextBoolean() ? by : by.negated());
        world.later(hours(world, 12), () -> clock.wrongBy(Duration.ZERO));
    }

    private static void harm(World world, boolean rot) throws SyncException {
        SimulatedPc pc = world.anyPc();
        List<String> files = pc.archive().share().contents().keySet().stream()
                .filter(name -> !name.startsWith(".datasync/"))
                .toList();
        if (files.isEmpty()) {
            return;
        }
        RelativePath path = RelativePath.parse(world.any(files));
        pc.archive().record().disaster(() -> {
            if (!rot) {
                pc.archive().share().lose(path);
            } else if (pc.archive().share().hasBytes(path)) {
                pc.archive().share().damage(path);
            }
        });
    }
}

package io.datasync.testkit.simulation.world;

import io.datasync.core.drain.DrainOrder;
import io.datasync.core.drain.RetrySpread;
import io.datasync.testkit.simulation.invariant.Breach;
import io.datasync.testkit.simulation.source.SourceDisk;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * PCs are off over a weekend in which their instruments go on, until they may keep hardly one file more. At 07:00 on Monday all PCs are switched on,
 * and the purge begins. The server is being maintained meanwhile: it drains, and for a while it is not there. Nothing may be lost by that (D-22), and
 * once it is over everybody who has something to tell asks within ten minutes (AGT-4), of whom no more are let in than may be (RUN-7).
 *
 * <p>In every second world nothing fails by chance on that morning, and all this is held against the clock.
 */
final class MondayMorning {
    private static final Instant CLOSING = Instant.parse("2026-04-24T16:00:00Z");
    private static final Instant MAINTENANCE = Instant.parse("2026-04-27T04:30:00Z");
    private static final Instant OPENING = Instant.parse("2026-04-27T05:00:00Z");
    private static final Duration TOLD_WITHIN = Duration.ofHours(1);

    /** An agent that is busy asks between two batches, each of which may take this long on that morning. */
    private static final Duration ASKED_WITHIN = RetrySpread.LONGEST.plusMinutes(3);

    private static final int SPARE_MOST = 4;
    private static final int CROWD = 100;
    private static final int BYTES_MOST = 9_000;

    private final World world;

    MondayMorning(World world) {
        this.world = world;
    }

    void play() throws IOException {
        until(CLOSING);
        world.pcs.forEach(pc -> pc.switchedOn(false));
        weekend();
        until(MAINTENANCE);
        if (world.random.nextBoolean()) {
            world.makeFair();
        }
        maintain();
        Instant recovered = world.scheduler.now();
        world.trace.step(recovered, "a person", "has done the maintenance");
        world.scheduler.sleep(ASKED_WITHIN);
        require(pc -> hasNothingToTell(pc) || hasAsked(pc, recovered), "AGT-4", "asked for no run");
        world.scheduler.sleep(TOLD_WITHIN.minus(ASKED_WITHIN));
        require(pc -> hasTold(pc, recovered), "RUN-9", "got no run");
    }

    /** Instruments measure on, each until hardly anything is left that is archived and may be deleted. */
    private void weekend() throws IOException {
        Duration round = Duration.between(world.scheduler.now(), MAINTENANCE)
                .dividedBy(2L * world.plan.habits().filesMax());
        int number = 0;
        while (world.scheduler.now().isBefore(MAINTENANCE.minus(round))) {
            world.scheduler.sleep(round);
            number++;
            for (SimulatedPc pc : world.pcs) {
                measure(pc, String.format(Locale.ROOT, "alone-%04d.csv", number));
            }
        }
    }

    private void measure(SimulatedPc pc, String name) throws IOException {
        SourceDisk disk = pc.parts().disk();
        int most = world.plan.habits().filesMax() - world.random.nextInt(SPARE_MOST);
        List<String> files = disk.oldestFirst();
        if (files.size() >= most) {
            String oldest = files.get(0);
            if (!pc.archive().record().holdsNow(oldest, disk.content(oldest).digest())) {
                return;
            }
            disk.delete(oldest);
        }
        byte[] bytes = new byte[world.random.nextInt(BYTES_MOST)];
        world.random.nextBytes(bytes);
        String day = pc.parts().clock().instant().toString().substring(0, "2026-04-27".length());
        disk.write(day + "/" + name, bytes);
    }

    private void maintain() {
        Instant now = world.scheduler.now();
        Instant over = now.plus(Duration.ofMinutes(world.random.nextInt(60, 150)));
        world.counts.add("maintenance");
        world.server.drain(new DrainOrder("a person", "A new version", now, over));
        until(OPENING);
        for (SimulatedPc pc : world.pcs) {
            pc.parts().weather().crowd(CROWD);
            pc.switchedOn(true);
        }
        sleep(1, 20);
        world.server.down();
        sleep(1, 40);
        world.server.up();
        if (world.random.nextBoolean()) {
            sleep(1, 10);
            world.server.lift();
        } else {
            until(over);
        }
    }

    /** An idle cycle asks nobody (D-26). */
    private static boolean hasNothingToTell(SimulatedPc pc) {
        return pc.last().filter(cycle -> cycle.run().isEmpty()).isPresent();
    }

    private boolean hasAsked(SimulatedPc pc, Instant since) {
        return world.server.admitted().hasAsked(pc.parts().runner(), since);
    }

    /** Whether a run of it has ended since then. */
    private boolean hasTold(SimulatedPc pc, Instant since) {
        return world.database.view().runs(pc.job()).stream()
                .anyMatch(run -> run.endedAt().filter(at -> !at.isBefore(since)).isPresent());
    }

    private interface Condition {
        boolean holds(SimulatedPc pc);
    }

    private void require(Condition condition, String requirement, String otherwise) {
        for (SimulatedPc pc : world.pcs) {
            if (world.isFair() && !condition.holds(pc)) {
                throw new Breach(requirement, pc.job() + " " + otherwise + ": " + pc.last());
            }
        }
    }

    private void until(Instant then) {
        Instant now = world.scheduler.now();
        if (now.isBefore(then)) {
            world.scheduler.sleep(Duration.between(now, then));
        }
    }

    private void sleep(int leastMinutes, int mostMinutes) {
        world.scheduler.sleep(Duration.ofMinutes(world.random.nextInt(leastMinutes, mostMinutes)));
    }
}

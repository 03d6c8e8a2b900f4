package io.datasync.testkit.simulation.world;

import io.datasync.core.identity.IdentityConflict;
import io.datasync.core.identity.MachineId;
import io.datasync.core.identity.Settlement;
import io.datasync.core.lease.RunnerId;
import io.datasync.testkit.simulation.invariant.Breach;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A PC's disk is cloned into another PC: with its identity, its journal and the program of its instrument, so that both PCs give the same names to
 * different files. Both are on, or by turns; once it is calm both are, and a person says which of them is the runner (D-27).
 */
final class ClonedDisk {
    /** Within this time two PCs that are both on, with nothing in their way, must be noticed: most of it their agents may take to start. */
    private static final Duration NOTICED_WITHIN = Duration.ofHours(3);

    private static final Duration LOOK = Duration.ofMinutes(5);

    private final World world;

    ClonedDisk(World world) {
        this.world = world;
    }

    void play() throws Exception {
        sleep(120, 600);
        SimulatedPc original = world.pcs.get(0);
        RunnerId runner = original.parts().runner();
        if (world.server.conflict(runner).isPresent()) {
            throw new Breach("D-27", "one PC was taken for two: " + world.server.conflict(runner));
        }
        boolean byTurns = world.random.nextBoolean();
        original.switchedOn(!byTurns);
        SimulatedPc clone = world.fleet.clonePc(original, world.random.nextInt(3) == 0);
        world.counts.add(byTurns ? "cloned, on by turns" : "cloned, both on");
        while (byTurns && world.isStormy()) {
            takeTurns(clone, original);
            takeTurns(original, clone);
        }
        while (world.isStormy()) {
            world.scheduler.sleep(LOOK);
        }
        original.switchedOn(true);
        clone.switchedOn(true);
        settle(runner);
    }

    private void takeTurns(SimulatedPc on, SimulatedPc next) {
        if (world.isStormy()) {
            sleep(60, 480);
            on.switchedOn(false);
            sleep(1, 30);
            next.switchedOn(true);
        }
    }

    private void settle(RunnerId runner) {
        Instant calm = world.scheduler.now();
        while (heard(runner).size() < 2) {
            if (world.scheduler.now().isAfter(calm.plus(NOTICED_WITHIN))) {
                throw new Breach("D-27", "two PCs are on, and not known as two: " + world.server.conflict(runner));
            }
            world.scheduler.sleep(LOOK);
        }
        sleep(1, 120);
        MachineId chosen = world.any(heard(runner));
        Settlement.Others others = world.any(List.of(Settlement.Others.values()));
        world.trace.step(world.scheduler.now(), "a person", "settles for " + chosen + ", others " + others);
        world.server.settle(runner, new Settlement(chosen, others, "a person", world.serverClock.instant()));
    }

    /** The PCs that a person can see in the conflict and that are still there. */
    private List<MachineId> heard(RunnerId runner) {
        Optional<IdentityConflict> conflict = world.server.conflict(runner);
        return world.pcs.stream()
                .map(pc -> pc.identity().id())
                .filter(id -> conflict.filter(known ->
                                known.runner().equals(id) || known.others().contains(id))
                        .isPresent())
                .distinct()
                .toList();
    }

    /** In the end one of the two is the runner, and the other archives aside. */
    static void check(World world) {
        List<SimulatedPc> aside =
                world.pcs.stream().filter(pc -> pc.job().isAside()).toList();
        if (world.pcs.size() != 2 || aside.size() != 1) {
            throw new Breach("D-27", "of " + world.pcs.size() + " PCs stand aside " + aside.size());
        }
    }

    private void sleep(int leastMinutes, int mostMinutes) {
        world.scheduler.sleep(Duration.ofMinutes(world.random.nextInt(leastMinutes, mostMinutes)));
    }
}

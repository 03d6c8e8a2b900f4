package io.datasync.testkit.simulation.world;

import io.datasync.testkit.simulation.schedule.Activity;
import java.time.Duration;
import java.time.Instant;

/** Starts the server again when it died, and makes backups of its database and snapshots of the shares. */
final class Keeper implements Activity {
    private static final Duration BACKUP_PAUSE = Duration.ofHours(20);

    private final World world;

    Keeper(World world) {
        this.world = world;
    }

    @Override
    public void run() {
        Instant backupAt = world.scheduler.now();
        while (true) {
            if (!world.scheduler.now().isBefore(backupAt)) {
                world.database.backUp();
                world.pcs.forEach(SimulatedPc::snapshotShare);
                backupAt = world.scheduler.now().plus(BACKUP_PAUSE);
            }
            world.scheduler.sleep(Duration.ofMinutes(world.random.nextInt(1, 40)));
            world.server.start();
        }
    }
}

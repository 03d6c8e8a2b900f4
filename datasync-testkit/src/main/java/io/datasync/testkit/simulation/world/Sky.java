package io.datasync.testkit.simulation.world;

import io.datasync.testkit.simulation.schedule.Activity;
import java.time.Duration;
import java.util.List;

/** Changes the weather from time to time, and lets disasters happen until it becomes calm. */
final class Sky implements Activity {
    private static final int OFTEN_MINUTES = 300;

    private final World world;
    private final List<Disaster> disasters;

    /** A sky out of which these may come. */
    Sky(World world, List<Disaster> disasters) {
        this.world = world;
        this.disasters = disasters;
    }

    @Override
    public void run() throws Exception {
        while (true) {
            world.scheduler.sleep(Duration.ofMinutes(world.random.nextInt(5, OFTEN_MINUTES)));
            if (!world.isStormy()) {
                return;
            }
            world.draw();
            if (!disasters.isEmpty()) {
                world.strike(world.any(disasters));
            }
        }
    }
}

package io.datasync.testkit.simulation.world;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.guard.SeparatingCoordinator.Caller;
import io.datasync.testkit.fault.Faults;
import io.datasync.testkit.fault.ProcessLife;
import io.datasync.testkit.network.SimulatedNetwork;
import io.datasync.testkit.simulation.schedule.Activity;
import io.datasync.testkit.simulation.schedule.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/** The line of one PC to the server. What was sent late arrives some time, also when the process that sent it is long dead. */
final class Line implements Activity {
    private final Function<Caller, Coordinator> server;
    private final Faults weather;
    private final Scheduler scheduler;
    private final SplittableRandom random;
    private final List<SimulatedNetwork> connections = new ArrayList<>();

    Line(Function<Caller, Coordinator> server, Faults weather, Scheduler scheduler, SplittableRandom random) {
        this.server = server;
        this.weather = weather;
        this.scheduler = scheduler;
        this.random = random;
    }

    /**
     * A connection for a new process.
     *
     * @param caller who calls, asked for each message that arrives
     */
    SimulatedNetwork connect(ProcessLife process, Supplier<Caller> caller) {
        var connection = new SimulatedNetwork(() -> server.apply(caller.get()), weather, process);
        connections.removeIf(old -> old.waiting() == 0);
        connections.add(connection);
        return connection;
    }

    @Override
    public void run() {
        while (true) {
            scheduler.sleep(Duration.ofSeconds(random.nextInt(60, 7_200)));
            for (SimulatedNetwork connection : List.copyOf(connections)) {
                if (connection.waiting() > 0) {
                    connection.deliverLate(random.nextInt(connection.waiting()));
                }
            }
        }
    }
}

package io.datasync.testkit.simulation.world;

import io.datasync.core.cycle.CycleSettings;
import io.datasync.core.identity.Role;
import io.datasync.core.key.Signer;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.scan.ClockWatch;
import io.datasync.testkit.simulation.broken.Breakage;
import io.datasync.testkit.simulation.invariant.Invariants;
import io.datasync.testkit.simulation.schedule.Scheduler;
import io.datasync.testkit.simulation.schedule.SchedulerClock;
import io.datasync.testkit.simulation.source.SourceDisk;
import io.datasync.testkit.simulation.weather.Trace;
import io.datasync.testkit.simulation.weather.Weather;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a PC consists of, and what it is in the world.
 *
 * @param machine its name
 * @param clock its own, in the zone of its job
 * @param clockWatch notices when that is put right
 * @param archives where it archives in a role
 * @param heartbeat tells the server that it is alive, with what its journal says of its run
 * @param pause between two cycles, on average
 * @param restart the longest time until a process that died is started again
 */
record PcParts(
        String machine,
        RunnerId runner,
        SourceDisk disk,
        SchedulerClock clock,
        ClockWatch clockWatch,
        Weather weather,
        SplittableRandom random,
        Scheduler scheduler,
        Function<Role, SimulatedArchive> archives,
        Line line,
        Consumer<SimulatedPc> heartbeat,
        Signer deviceKey,
        Supplier<RunId> runIds,
        Function<JobId, CycleSettings> settings,
        Duration pause,
        Duration restart,
        int rescanDays,
        Path scratch,
        Breakage breakage,
        Invariants invariants,
        Trace trace) {}

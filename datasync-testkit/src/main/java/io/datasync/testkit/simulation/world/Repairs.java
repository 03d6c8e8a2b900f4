package io.datasync.testkit.simulation.world;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.reconcile.ReconcileSettings;
import io.datasync.core.reconcile.Reconciler;
import io.datasync.core.repair.Pacing;
import io.datasync.core.repair.RepairListener;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.verify.Rotation;
import io.datasync.core.verify.Sampler;
import io.datasync.core.verify.SamplerSettings;
import io.datasync.core.verify.ScrubSettings;
import io.datasync.core.verify.Scrubber;
import io.datasync.testkit.fault.SimulatedCrash;
import io.datasync.testkit.simulation.schedule.Activity;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the server does by itself: it reads back samples, holds the index against the shares, and reads everything once in three days. Once it is calm
 * a person lets it hold all of the index against the shares first, as is to be done after a database was put back (DR-D).
 */
final class Repairs implements Activity {
    private static final ScrubSettings SCRUB = new ScrubSettings(new Rotation(3, 3), EntryRow.Checker.SERVER, 20, 100);

    private final World world;
    private final Supplier<RunId> ids;
    private final Set<JobId> reconciledInTheCalm = new HashSet<>();

    Repairs(World world, Supplier<RunId> ids) {
        this.world = world;
        this.ids = ids;
    }

    @Override
    public void run() {
        while (true) {
            world.scheduler.sleep(Duration.ofMinutes(world.random.nextInt(30, 300)));
            if (!world.isMeasuring()) {
                return;
            }
            for (SimulatedArchive archive : List.copyOf(world.fleet.archives().values())) {
                repair(archive);
            }
        }
    }

    /** What fails is for the next time. */
    private void repair(SimulatedArchive archive) {
        if (!world.server.isUp()) {
            return;
        }
        SimulatedServer server = world.server;
        JobId job = archive.job();
        try (ArchiveStore store = server.archives().open(archive.place().archiveUrl())) {
            boolean isDue = !world.isStormy() && !reconciledInTheCalm.contains(job);
            switch (isDue ? 0 : world.random.nextInt(3)) {
                case 0 -> {
                    new Reconciler(
                                    server.index(),
                                    store,
                                    job,
                                    ReconcileSettings.DEFAULTS,
                                    Pacing.NONE,
                                    RepairListener.NONE)
                            .run(ids.get());
                    if (isDue) {
                        reconciledInTheCalm.add(job);
                    }
                }
                case 1 ->
                    new Scrubber(server.index(), store, job, SCRUB, Pacing.NONE, RepairListener.NONE).run(ids.get());
                default -> new Sampler(server.index(), server.archives(), SamplerSettings.DEFAULTS).run();
            }
        } catch (SyncException e) {
            world.trace.step(world.scheduler.now(), "repairs", "ended by " + e.code());
        } catch (SimulatedCrash crash) {
            if (!server.isOwn(crash)) {
                throw crash;
            }
        }
    }
}

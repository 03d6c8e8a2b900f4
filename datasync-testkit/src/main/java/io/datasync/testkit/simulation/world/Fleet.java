package io.datasync.testkit.simulation.world;

import io.datasync.core.cycle.CycleSettings;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.identity.JobPlace;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RandomIds;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.masschange.MassChangeSettings;
import io.datasync.core.scan.ClockWatch;
import io.datasync.core.scan.SourceRoot;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.transfer.Resumption;
import io.datasync.core.transfer.TransferSettings;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import io.datasync.testkit.simulation.invariant.Breach;
import io.datasync.testkit.simulation.invariant.JobRecord;
import io.datasync.testkit.simulation.invariant.ShareSource;
import io.datasync.testkit.simulation.schedule.SchedulerClock;
import io.datasync.testkit.simulation.source.Content;
import io.datasync.testkit.simulation.source.Habits;
import io.datasync.testkit.simulation.source.SourceDisk;
import io.datasync.testkit.simulation.weather.Weather;
import io.datasync.testkit.store.memory.InMemoryShare;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The PCs of a world, and the archives of their runners. */
final class Fleet {
    static final int RESCAN_DAYS = 1;
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final int START_SECONDS = 600;

    /** For an agent that nothing hinders to archive all that an instrument keeps. */
    private static final Duration TIME_ENOUGH = Duration.ofMinutes(45);

    private final World world;
    private final Path folder;
    private final List<SimulatedPc> pcs = new ArrayList<>();
    private final Map<SimulatedPc, Habits> instruments = new LinkedHashMap<>();
    private final Map<JobId, SimulatedArchive> archives = new LinkedHashMap<>();

    /** No PC yet; their sources will be in this folder. */
    Fleet(World world, Path folder) {
        this.world = world;
        this.folder = folder;
    }

    List<SimulatedPc> pcs() {
        return pcs;
    }

    Map<JobId, SimulatedArchive> archives() {
        return archives;
    }

    Collection<JobRecord> records() {
        return archives.values().stream().map(SimulatedArchive::record).toList();
    }

    /** The places in which PCs archive that are this runner, or seem to be. */
    List<SimulatedArchive> archivesOf(RunnerId runner) {
        return archives.values().stream()
                .filter(archive -> archive.runner().equals(runner))
                .toList();
    }

    private List<JobRecord> recordOf(@Nullable SimulatedPc pc) {
        return pc == null ? List.of() : List.of(pc.archive().record());
    }

    /** Whether more than one PC ever archived there. */
    boolean isShared(SimulatedArchive archive) {
        return archive.record().parties() > 1;
    }

    /** A store at an archive, without faults. */
    ArchiveStore open(String url) {
        return archives.values().stream()
                .filter(archive -> archive.place().archiveUrl().equals(url))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No archive at " + url))
                .share()
                .open();
    }

    /** A PC with a job of its own. */
    void addPc(String name) throws IOException, SyncException {
        SchedulerClock clock = SchedulerClock.of(world.scheduler).withZone(ZONE);
        RunnerId runner = new RunnerId(name);
        JobId job = new JobId(name + "-job");
        AgentIdentity identity = AgentIdentity.of(runner, name, new RandomIds(world.random.split()));
        add(
                name,
                new JobPlace(job, "memory:" + job),
                clock,
                new SourceDisk(folder.resolve(name), clock),
                identity,
                new InMemoryJournal(clock),
                0);
    }

    /**
     * Another PC with a clone of a PC's disk: its identity, its journal, its files, and the program of its instrument. Its source is known to it as
     * its own.
     *
     * @param sameHardware whether its agent takes it for the same PC
     */
    SimulatedPc clonePc(SimulatedPc pc, boolean sameHardware) throws IOException, SyncException {
        String name = pc.parts().machine() + "-clone";
        SchedulerClock clock = SchedulerClock.of(world.scheduler).withZone(ZONE);
        SourceDisk disk = pc.parts().disk().cloned(folder.resolve(name), clock);
        InMemoryJournal journal = pc.journal().copy();
        journal.job(pc.job())
                .acceptSource(SourceRoot.open(disk.root()).identity().text());
        AgentIdentity identity =
                pc.identity().cloned(sameHardware, new RandomIds(world.random.split()), clock.instant());
        int number = Objects.requireNonNull(instruments.get(pc)).number();
        return add(name, pc.archive().place(), clock, disk, identity, journal, number);
    }

    private SimulatedPc add(
            String name,
            JobPlace place,
            SchedulerClock clock,
            SourceDisk disk,
            AgentIdentity identity,
            InMemoryJournal journal,
            int number)
            throws SyncException {
        RunnerId runner = identity.caller().runner();
        @Nullable SimulatedPc[] self = new SimulatedPc[1];
        Weather weather = world.weather(() -> world.fleet.recordOf(self[0]));
        Line line = new Line(caller -> world.server.seenBy(caller), weather, world.scheduler, world.random.split());
        SimulatedPc pc = new SimulatedPc(
                new PcParts(
                        name,
                        runner,
                        disk,
                        clock,
                        new ClockWatch(clock, this::nanos),
                        weather,
                        world.random.split(),
                        world.scheduler,
                        role -> archive(self[0], runner, place.in(role)),
                        line,
                        this::heartbeat,
                        world.keys().runner(runner),
                        world::nextRun,
                        this::settings,
                        world.plan.times().pause(),
                        world.plan.times().restart(),
                        RESCAN_DAYS,
                        folder.resolve(name + ".scratch"),
                        world.plan.breakage(),
                        world.invariants,
                        world.trace),
                identity,
                journal);
        self[0] = pc;
        pcs.add(pc);
        join(pc, pc.archive());
        disk.deleting((path, content) -> deleting(pc, path, content));
        world.scheduler.start(name, Duration.ofSeconds(world.random.nextInt(START_SECONDS)), pc);
        world.scheduler.start(name + "-line", Duration.ZERO, line);
        Habits habits = new Habits(
                disk,
                clock,
                world.scheduler,
                world.random.split(),
                world.plan.habits(),
                () -> world.isMeasuring() && pc.isOn(),
                world::isStormy,
                number);
        instruments.put(pc, habits);
        world.scheduler.start(name + "-disk", Duration.ofSeconds(world.random.nextInt(START_SECONDS)), habits);
        if (world.plan.signsOfLife()) {
            world.scheduler.start(name + "-signs", Duration.ZERO, new SignsOfLife(world, pc));
        }
        return pc;
    }

    /** Where a PC goes, which is on record there from then on. */
    private SimulatedArchive archive(@Nullable SimulatedPc pc, RunnerId runner, JobPlace place) {
        SimulatedArchive archive = archive(runner, place);
        if (pc != null) {
            join(pc, archive);
        }
        return archive;
    }

    private void join(SimulatedPc pc, SimulatedArchive archive) {
        archive.record().addPc(pc.parts().disk(), () -> pc.journal().entries(archive.job()));
    }

    /** An archive, which is made when nobody had it yet. */
    private SimulatedArchive archive(RunnerId runner, JobPlace place) {
        SimulatedArchive known = archives.get(place.job());
        if (known != null) {
            return known;
        }
        InMemoryShare share = new InMemoryShare(
                world.random.nextBoolean() ? InMemoryShare.LIKE_A_SHARE : InMemoryShare.LIKE_A_DIRECTORY);
        try (ArchiveStore made = share.open()) {
            made.create(new ArchiveMarker(
                    ArchiveMarker.FORMAT_VERSION,
                    runner.text(),
                    place.job().text(),
                    "geometry",
                    ZONE.getId(),
                    List.of("/data")));
        } catch (SyncException e) {
            throw new IllegalStateException("A new archive is in order", e);
        }
        world.database.addJob(place.job(), runner, place.archiveUrl());
        SimulatedArchive archive =
                new SimulatedArchive(place, runner, share, new JobRecord(place.job(), source(share)));
        world.invariants.add(archive.record());
        archives.put(place.job(), archive);
        return archive;
    }

    private static ShareSource source(InMemoryShare share) {
        return new ShareSource() {
            @Override
            public long version() {
                return share.changes();
            }

            @Override
            public Map<String, Digest> contents() {
                return share.contents();
            }
        };
    }

    private void deleting(SimulatedPc pc, String path, Content content) {
        for (SimulatedArchive archive : archives.values()) {
            archive.record().noteDeleting(pc.parts().disk(), path, content);
        }
        Instant before = world.scheduler.now().minus(TIME_ENOUGH);
        boolean mustBeThere = world.isFair() && pc.onSince().isBefore(before) && content.ticks() < Ticks.of(before);
        if (mustBeThere && !pc.archive().record().holdsNow(path, content.digest())) {
            throw new Breach("D-22", pc.job() + " had all the time to archive " + path + " of " + content);
        }
    }

    private void heartbeat(SimulatedPc pc) {
        Optional<RunId> run = pc.currentRun();
        if (run.isPresent()) {
            try {
                world.server.heartbeat(pc.parts().runner(), run.get());
            } catch (SyncException unheard) {
                // The next one will be heard.
            }
        }
    }

    private long nanos() {
        return Duration.between(world.plan.times().begin(), world.scheduler.now())
                .toNanos();
    }

    private CycleSettings settings(JobId job) {
        CycleSettings usual = CycleSettings.defaults(job);
        TransferSettings transfer = TransferSettings.DEFAULTS
                .withThreads(1)
                .withBatches(5, 40_000, Duration.ofSeconds(2))
                .with(new Resumption(6_000, world.plan.times().calm(), 4));
        return new CycleSettings(
                job,
                usual.filter(),
                usual.quietPeriod(),
                Duration.ofSeconds(30),
                false,
                false,
                1,
                transfer,
                new MassChangeSettings(20, 10),
                usual.changes(),
                Optional.empty());
    }
}

package io.datasync.testkit.simulation.world;

import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.cycle.CycleSettings;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.RunNote;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RandomIds;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.masschange.MassChangeSettings;
import io.datasync.core.scan.ClockWatch;
import io.datasync.core.seal.SealSettings;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.transfer.Resumption;
import io.datasync.core.transfer.TransferSettings;
import io.datasync.testkit.fault.Call;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import io.datasync.testkit.key.InMemoryKeys;
import io.datasync.testkit.simulation.invariant.Breach;
import io.datasync.testkit.simulation.invariant.Invariants;
import io.datasync.testkit.simulation.invariant.JobRecord;
import io.datasync.testkit.simulation.invariant.Place;
import io.datasync.testkit.simulation.invariant.ShareSource;
import io.datasync.testkit.simulation.schedule.Scheduler;
import io.datasync.testkit.simulation.schedule.SchedulerClock;
import io.datasync.testkit.simulation.source.Habits;
import io.datasync.testkit.simulation.source.SourceDisk;
import io.datasync.testkit.simulation.weather.FaultCounts;
import io.datasync.testkit.simulation.weather.Rates;
import io.datasync.testkit.simulation.weather.Trace;
import io.datasync.testkit.simulation.weather.Weather;
import io.datasync.testkit.store.memory.InMemoryShare;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * PCs with instruments and agents, an archive for each, and one server, in simulated time. Everything that happens in it follows from its seed.
 *
 * <p>For the thread that made it, and for the activities in it.
 */
public final class World implements AutoCloseable {
    static final Instant BEGIN = Instant.parse("2026-04-23T06:00:00Z");
    private static final int RESCAN_DAYS = 1;
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    final Scheduler scheduler;
    final SplittableRandom random;
    final Trace trace;
    final FaultCounts counts = new FaultCounts();
    final WorldPlan plan;
    final Invariants invariants;
    final IndexHome database;
    final SimulatedServer server;
    final SchedulerClock serverClock;
    final SchedulerClock databaseClock;
    final Weather serverWeather;
    final Map<String, InMemoryShare> shares = new LinkedHashMap<>();
    final List<SimulatedPc> pcs = new ArrayList<>();
    final Map<JobId, JobRecord> records = new LinkedHashMap<>();
    private final Function<Clock, IndexHome> databases;
    private final InMemoryKeys keys;
    private final RandomIds ids;
    private final Messages messages;
    private final Path folder;
    private boolean measuring = true;
    private boolean stormy = true;
    private final Set<Remedy> remedies = new LinkedHashSet<>();

    private World(
            long seed, WorldPlan plan, Function<Clock, IndexHome> databases, Path folder, Trace trace, Executor threads)
            throws IOException, SyncException {
        this.plan = plan;
        this.databases = databases;
        this.folder = folder;
        this.trace = trace;
        random = new SplittableRandom(seed);
        ids = new RandomIds(random.split());
        keys = new InMemoryKeys(seed);
        scheduler = new Scheduler(BEGIN, threads);
        serverClock = SchedulerClock.of(scheduler);
        databaseClock = SchedulerClock.of(scheduler);
        database = databases.apply(databaseClock);
        invariants = new Invariants(database.view());
        messages = new Messages(scheduler, invariants);
        serverWeather = weather(records::values);
        server = new SimulatedServer(
                database,
                url -> share(url).open(),
                keys,
                serverClock,
                serverWeather,
                new CoordinatorSettings(
                        CoordinatorSettings.DEFAULTS.lease(),
                        CoordinatorSettings.DEFAULTS.silence(),
                        7,
                        new SealSettings(plan.sealQuiet(), RESCAN_DAYS)),
                messages,
                plan.breakage());
        server.start();
        for (int i = 1; i <= plan.pcs(); i++) {
            addPc("pc" + i);
        }
    }

    private InMemoryShare share(String url) {
        InMemoryShare share = shares.get(url);
        if (share == null) {
            throw new IllegalStateException("No archive at " + url);
        }
        return share;
    }

    private Weather weather(Supplier<Collection<JobRecord>> jobs) {
        return new Weather(scheduler, random.split(), trace, counts, call -> check(call, jobs.get()));
    }

    /** After every step that changed something, whoever made it. */
    private void check(Call call, Collection<JobRecord> jobs) {
        switch (call.part()) {
            case INDEX -> invariants.checkTransaction(messages.shown());
            case JOURNAL -> jobs.forEach(job -> invariants.check(job, Place.JOURNAL));
            case STORE -> jobs.forEach(job -> invariants.check(job, Place.SHARE));
            case NETWORK -> {}
        }
    }

    private void addPc(String name) throws IOException, SyncException {
        var runner = new RunnerId(name);
        var job = new JobId(name + "-job");
        String url = url(job);
        InMemoryShare share =
                new InMemoryShare(random.nextBoolean() ? InMemoryShare.LIKE_A_SHARE : InMemoryShare.LIKE_A_DIRECTORY);
        shares.put(url, share);
        try (ArchiveStore made = share.open()) {
            made.create(new ArchiveMarker(
                    ArchiveMarker.FORMAT_VERSION, name, job.text(), "geometry", ZONE.getId(), List.of("/data")));
        }
        database.addJob(job, runner, url);
        SchedulerClock clock = SchedulerClock.of(scheduler).withZone(ZONE);
        var disk = new SourceDisk(folder.resolve(name), clock);
        var record = new JobRecord(job, source(share));
        Weather weather = weather(() -> List.of(record));
        var line = new Line(() -> server.seenBy(runner), weather, scheduler, random.split());
        var pc = new SimulatedPc(
                new PcParts(
                        name,
                        runner,
                        disk,
                        clock,
                        new ClockWatch(clock, this::nanos),
                        weather,
                        random.split(),
                        scheduler,
                        share,
                        line,
                        journal -> heartbeat(runner, job, journal),
                        keys.runner(runner),
                        ids::run,
                        settings(job),
                        plan.pause(),
                        RESCAN_DAYS,
                        folder.resolve(name + ".scratch"),
                        plan.breakage(),
                        invariants,
                        record,
                        trace),
                new InMemoryJournal(clock));
        record.addPc(disk, () -> pc.journal().entries(job));
        disk.deleting(record::noteDeleting);
        invariants.add(record);
        records.put(job, record);
        pcs.add(pc);
        scheduler.start(name, Duration.ofSeconds(random.nextInt(600)), pc);
        scheduler.start(name + "-line", Duration.ZERO, line);
        scheduler.start(
                name + "-disk",
                Duration.ofSeconds(random.nextInt(600)),
                new Habits(
                        disk,
                        clock,
                        scheduler,
                        random.split(),
                        plan.habits(),
                        () -> measuring && pc.isOn(),
                        this::isStormy));
    }

    static String url(JobId job) {
        return "memory:" + job;
    }

    InMemoryKeys keys() {
        return keys;
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

    private void heartbeat(RunnerId runner, JobId job, InMemoryJournal journal) {
        try {
            Optional<RunNote> run = journal.job(job).currentRun();
            if (run.isPresent()) {
                server.heartbeat(runner, run.get().run());
            }
        } catch (SyncException unheard) {
            // The next one will be heard.
        }
    }

    private long nanos() {
        return Duration.between(BEGIN, scheduler.now()).toNanos();
    }

    private static CycleSettings settings(JobId job) {
        CycleSettings usual = CycleSettings.defaults(job);
        TransferSettings transfer = TransferSettings.DEFAULTS
                .withThreads(1)
                .withBatches(5, 40_000, Duration.ofSeconds(2))
                .with(new Resumption(6_000, Duration.ofDays(1), 4));
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

    /** A world that has just begun. */
    public static World of(
            long seed, WorldPlan plan, Function<Clock, IndexHome> databases, Path folder, Trace trace, Executor threads)
            throws IOException {
        try {
            return new World(seed, plan, databases, folder, trace, threads);
        } catch (SyncException e) {
            throw new IllegalStateException("A new world is in order", e);
        }
    }

    /** Lives through the storm and the calm after it; says what went wrong. */
    public @Nullable Throwable live() throws IOException {
        draw();
        scheduler.start("sky", Duration.ofHours(1), new Sky(this, swarm()));
        scheduler.start("script", Duration.ZERO, () -> plan.script().play(this));
        scheduler.start("keeper", Duration.ZERO, new Keeper(this));
        scheduler.start("repairs", Duration.ofHours(2), new Repairs(this, ids::run));
        Throwable failure = scheduler.run(BEGIN.plus(plan.storm()));
        if (failure == null) {
            calm();
            failure = scheduler.run(scheduler.now().plus(plan.calm()));
        }
        if (failure == null) {
            measuring = false;
            pcs.forEach(SimulatedPc::tellEverything);
            failure = scheduler.run(scheduler.now().plus(plan.rest()));
        }
        return failure == null ? ending() : failure;
    }

    private void calm() throws IOException {
        stormy = false;
        for (Remedy remedy : remedies) {
            remedy.apply();
        }
        remedies.clear();
        pcs.forEach(pc -> {
            pc.parts().weather().clear();
            pc.personThere();
        });
        serverWeather.clear();
        server.up();
    }

    private @Nullable Throwable ending() {
        try {
            new Ending(this).check();
            return null;
        } catch (Breach | SyncException e) {
            return e;
        }
    }

    /** For how long it lives. */
    public Duration age() {
        return Duration.between(BEGIN, scheduler.now());
    }

    /** How many cycles came to their end. */
    public long cycles() {
        return pcs.stream().mapToLong(SimulatedPc::cycles).sum();
    }

    /** The faults that were injected, by kind. */
    public Map<String, Long> faults() {
        return counts.all();
    }

    /** Some of the disasters of the plan: what is rare among many may be frequent alone. */
    private List<Disaster> swarm() {
        return plan.disasters().stream()
                .filter(disaster -> random.nextBoolean())
                .toList();
    }

    /** Whether instruments measure, and the server looks after what it has. */
    boolean isMeasuring() {
        return measuring;
    }

    /** Whether things still go wrong. */
    boolean isStormy() {
        return stormy;
    }

    /** Lets a disaster happen. */
    void strike(Disaster disaster) throws IOException, SyncException {
        counts.add("disaster " + disaster);
        trace.step(scheduler.now(), "sky", disaster.toString());
        disaster.strike(this);
    }

    /** Lets something be put right after so long, or when it becomes calm. */
    void later(Duration after, Remedy remedy) {
        remedies.add(remedy);
        scheduler.start("remedy-" + trace.steps(), after, () -> {
            if (remedies.remove(remedy)) {
                remedy.apply();
            }
        });
    }

    /** One more database, empty, for the caller to close. */
    IndexHome newDatabase() {
        return databases.apply(databaseClock);
    }

    /** Puts the database back to its last backup. */
    void restoreDatabase() {
        database.restore();
        invariants.databaseRestored();
    }

    /** One of these. */
    <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    SimulatedPc anyPc() {
        return any(pcs);
    }

    /** Lets everybody meet new weather. */
    void draw() {
        pcs.forEach(pc -> pc.parts().weather().rates(Rates.drawn(random)));
        serverWeather.rates(Rates.drawn(random));
    }

    @Override
    public void close() {
        scheduler.end();
        database.close();
    }
}

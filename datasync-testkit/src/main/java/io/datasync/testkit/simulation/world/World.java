package io.datasync.testkit.simulation.world;

import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RandomIds;
import io.datasync.core.lease.RunId;
import io.datasync.core.seal.SealSettings;
import io.datasync.testkit.fault.Call;
import io.datasync.testkit.key.InMemoryKeys;
import io.datasync.testkit.simulation.invariant.Breach;
import io.datasync.testkit.simulation.invariant.Invariants;
import io.datasync.testkit.simulation.invariant.JobRecord;
import io.datasync.testkit.simulation.invariant.Place;
import io.datasync.testkit.simulation.schedule.Scheduler;
import io.datasync.testkit.simulation.schedule.SchedulerClock;
import io.datasync.testkit.simulation.weather.FaultCounts;
import io.datasync.testkit.simulation.weather.Rates;
import io.datasync.testkit.simulation.weather.Trace;
import io.datasync.testkit.simulation.weather.Weather;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
    final Fleet fleet;

    /** Those of the fleet. */
    final List<SimulatedPc> pcs;

    private final Function<Clock, IndexHome> databases;
    private final InMemoryKeys keys;
    private final RandomIds ids;
    private final Messages messages;
    private boolean measuring = true;
    private boolean stormy = true;
    private boolean fair;
    private final Set<Remedy> remedies = new LinkedHashSet<>();

    private World(
            long seed, WorldPlan plan, Function<Clock, IndexHome> databases, Path folder, Trace trace, Executor threads)
            throws IOException, SyncException {
        this.plan = plan;
        this.databases = databases;
        this.trace = trace;
        random = new SplittableRandom(seed);
        ids = new RandomIds(random.split());
        keys = new InMemoryKeys(seed);
        scheduler = new Scheduler(plan.times().begin(), threads);
        serverClock = SchedulerClock.of(scheduler);
        databaseClock = SchedulerClock.of(scheduler);
        database = databases.apply(databaseClock);
        invariants = new Invariants(database.view());
        messages = new Messages(scheduler, invariants);
        fleet = new Fleet(this, folder);
        pcs = fleet.pcs();
        serverWeather = weather(fleet::records);
        server = new SimulatedServer(
                database,
                fleet::open,
                keys,
                serverClock,
                serverWeather,
                new CoordinatorSettings(
                        CoordinatorSettings.DEFAULTS.lease(),
                        CoordinatorSettings.DEFAULTS.silence(),
                        7,
                        new SealSettings(plan.times().sealQuiet(), Fleet.RESCAN_DAYS)),
                plan.admissions(),
                messages,
                counts,
                plan.breakage());
        server.start();
        for (int i = 1; i <= plan.pcs(); i++) {
            fleet.addPc("pc" + i);
        }
    }

    /** The weather of a process whose steps may change something in these jobs. */
    Weather weather(Supplier<Collection<JobRecord>> jobs) {
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

    InMemoryKeys keys() {
        return keys;
    }

    /** The id of a new run. */
    RunId nextRun() {
        return ids.run();
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
        Throwable failure = scheduler.run(plan.times().begin().plus(plan.times().storm()));
        if (failure == null) {
            calm();
            failure = scheduler.run(scheduler.now().plus(plan.times().calm()));
        }
        if (failure == null) {
            measuring = false;
            pcs.forEach(SimulatedPc::tellEverything);
            failure = scheduler.run(scheduler.now().plus(plan.times().rest()));
        }
        return failure == null ? ending() : failure;
    }

    private void calm() throws IOException {
        stormy = false;
        for (Remedy remedy : remedies) {
            remedy.apply();
        }
        remedies.clear();
        clearWeather();
        pcs.forEach(SimulatedPc::personThere);
        server.up();
    }

    private @Nullable Throwable ending() {
        try {
            new Ending(this).check();
            plan.script().check(this);
            return null;
        } catch (Breach | SyncException e) {
            return e;
        }
    }

    /** For how long it lives. */
    public Duration age() {
        return Duration.between(plan.times().begin(), scheduler.now());
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

    /** Nothing fails by chance from now on, although the storm is not over: whatever goes wrong is by design. */
    void makeFair() {
        fair = true;
        clearWeather();
        server.admitted().watch();
    }

    /** Whether it is so. */
    boolean isFair() {
        return fair;
    }

    private void clearWeather() {
        pcs.forEach(pc -> pc.parts().weather().clear());
        serverWeather.clear();
    }

    /** Lets everybody meet new weather. */
    void draw() {
        if (fair) {
            return;
        }
        pcs.forEach(pc -> pc.parts().weather().rates(Rates.drawn(random)));
        serverWeather.rates(Rates.drawn(random));
    }

    @Override
    public void close() {
        scheduler.end();
        database.close();
    }
}

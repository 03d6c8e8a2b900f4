package io.datasync.testkit.simulation.world;

import io.datasync.core.coordinator.AuditPort;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.CoordinatorRules;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.coordinator.ShareEpochLedger;
import io.datasync.core.coordinator.guard.Admissions;
import io.datasync.core.coordinator.guard.DrainingCoordinator;
import io.datasync.core.coordinator.guard.Identities;
import io.datasync.core.coordinator.guard.SeparatingCoordinator;
import io.datasync.core.coordinator.guard.SeparatingCoordinator.Caller;
import io.datasync.core.coordinator.sealing.SealingParts;
import io.datasync.core.drain.AdmissionRule;
import io.datasync.core.drain.DrainOrder;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.identity.IdentityConflict;
import io.datasync.core.identity.IdentitySettings;
import io.datasync.core.identity.IdentityWatch;
import io.datasync.core.identity.Role;
import io.datasync.core.identity.Settlement;
import io.datasync.core.identity.Sign;
import io.datasync.core.identity.SignHistory;
import io.datasync.core.index.StateIndex;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.store.ArchiveOpener;
import io.datasync.testkit.fault.ProcessLife;
import io.datasync.testkit.fault.SimulatedCrash;
import io.datasync.testkit.index.fault.FaultyStateIndex;
import io.datasync.testkit.key.InMemoryKeys;
import io.datasync.testkit.simulation.broken.Breakage;
import io.datasync.testkit.simulation.weather.FaultCounts;
import io.datasync.testkit.simulation.weather.Weather;
import io.datasync.testkit.store.fault.FaultyStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server: the shipped rules, in a process that dies and is started again. What it knows for good is in its database and on the shares. */
public final class SimulatedServer {
    private final IndexHome database;
    private final ArchiveOpener shares;
    private final InMemoryKeys keys;
    private final InstantSource clock;
    private final Weather weather;
    private final CoordinatorSettings settings;
    private final Messages messages;
    private final Breakage breakage;
    private final List<ProcessLife> lives = new ArrayList<>();
    private ProcessLife life = new ProcessLife();
    private final AdmissionRule admissionRule;
    private final Admitted admitted;
    private final Map<RunnerId, IdentityConflict> conflicts = new HashMap<>();
    private Optional<DrainOrder> order = Optional.empty();
    private @Nullable Served served;
    private boolean held;

    /**
     * A server that is not started.
     *
     * @param shares where archives are, without faults
     */
    SimulatedServer(
            IndexHome database,
            ArchiveOpener shares,
            InMemoryKeys keys,
            InstantSource clock,
            Weather weather,
            CoordinatorSettings settings,
            AdmissionRule admissionRule,
            Messages messages,
            FaultCounts counts,
            Breakage breakage) {
        this.database = database;
        this.shares = shares;
        this.keys = keys;
        this.clock = clock;
        this.weather = weather;
        this.settings = settings;
        this.admissionRule = admissionRule;
        admitted = new Admitted(database.view(), clock, admissionRule.livingMax(), counts);
        this.messages = messages;
        this.breakage = breakage;
    }

    /** Keeps it from being started until {@link #up}, and kills it. */
    public void down() {
        held = true;
        life.end("the server");
    }

    /** Starts it. */
    public void up() {
        held = false;
        start();
    }

    /** Starts it, unless it runs, or is held down. */
    public void start() {
        if (held || isUp()) {
            return;
        }
        life = new ProcessLife();
        lives.add(life);
        CoordinatorRules rules = new CoordinatorRules(
                index(), new ShareEpochLedger(archives()), AUDIT, new SealingParts(archives(), keys, clock), settings);
        Served now = new Served(
                rules, new Admissions(admissionRule, index(), clock), new Identities(IdentitySettings.DEFAULTS));
        order.ifPresent(now.admissions()::order);
        conflicts.forEach((runner, kept) -> now.identities()
                .restore(runner, new IdentityWatch(SignHistory.NONE, Optional.empty(), Optional.of(kept))));
        served = now;
    }

    /** What one process has. */
    private record Served(CoordinatorRules rules, Admissions admissions, Identities identities) {}

    private static final AuditPort AUDIT = event -> {};

    /** Whether it runs. */
    public boolean isUp() {
        return served != null && !life.isDead();
    }

    /** Its index, with the faults of its process. */
    StateIndex index() {
        return new FaultyStateIndex(breakage.index(database.index()), weather, life);
    }

    /** The archives, with the faults of its process. */
    ArchiveOpener archives() {
        ProcessLife mine = life;
        return url -> new FaultyStore(breakage.serverStore(shares.open(url)), weather, mine);
    }

    /** Whether it was this server that died, now or before it was started again: what it had under way may notice late. */
    boolean isOwn(SimulatedCrash crash) {
        return lives.stream().anyMatch(crash::isOf);
    }

    /** The server as a process of a PC reaches it, when the way there is free. */
    Coordinator seenBy(Caller caller) {
        return breakage.server(new ServerDoor(this, caller), database::spoil);
    }

    /** The rules of the process that runs, behind what guards them. */
    Coordinator guarded(Caller caller) throws SyncException {
        Served now = served();
        return new SeparatingCoordinator(
                new DrainingCoordinator(now.rules().forRunner(caller.runner()), caller.runner(), now.admissions()),
                caller,
                now.identities(),
                AUDIT);
    }

    /** Who asked for runs, and got some. */
    Admitted admitted() {
        return admitted;
    }

    /** Drains from now on, until the order is over or lifted; also when it is started again meanwhile. */
    void drain(DrainOrder given) {
        order = Optional.of(given);
        admitted.drains(order);
        if (served != null) {
            served.admissions().order(given);
        }
    }

    /** Takes the order back. */
    void lift() {
        order = Optional.empty();
        admitted.drains(order);
        if (served != null) {
            served.admissions().lift();
        }
    }

    /** A sign of life of a PC that is at work on a job; what it is to do, if the server is there to say so. */
    Optional<Role> hear(RunnerId runner, Sign sign, JobId job, Optional<RunId> run) {
        if (served == null || life.isDead()) {
            return Optional.empty();
        }
        boolean holdsLease = run.isPresent() && admitted.holdsLease(job, run.get());
        IdentityWatch.Watched watched = served.identities().hear(runner, sign, holdsLease);
        watched.watch().conflict().ifPresent(conflict -> conflicts.put(runner, conflict));
        return Optional.of(watched.role());
    }

    /** The conflict of an identity, once it is noticed. */
    Optional<IdentityConflict> conflict(RunnerId runner) {
        return Optional.ofNullable(conflicts.get(runner));
    }

    /** A person settles it. */
    void settle(RunnerId runner, Settlement decision) {
        IdentityConflict settled = Objects.requireNonNull(conflicts.get(runner)).settled(decision);
        conflicts.put(runner, settled);
        if (served != null) {
            served.identities().settle(runner, decision);
        }
    }

    /** A heartbeat that names a run. */
    void heartbeat(RunnerId runner, RunId run) throws SyncException {
        Served now = served();
        try {
            now.rules().renew(runner, List.of(run));
            now.admissions().heard(List.of(run));
        } catch (SimulatedCrash crash) {
            throw unlessOwn(crash);
        }
    }

    Messages messages() {
        return messages;
    }

    private Served served() throws SyncException {
        Served now = served;
        if (now == null || life.isDead()) {
            throw away();
        }
        return now;
    }

    SyncException unlessOwn(SimulatedCrash crash) {
        if (isOwn(crash)) {
            return away();
        }
        throw crash;
    }

    private static SyncException away() {
        return SyncException.passing(ErrorCode.SERVER_UNREACHABLE, "The server is not there");
    }
}

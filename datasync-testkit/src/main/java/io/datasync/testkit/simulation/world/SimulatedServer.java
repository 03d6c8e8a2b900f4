package io.datasync.testkit.simulation.world;

import io.datasync.core.coordinator.AuditPort;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.CoordinatorRules;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.coordinator.ShareEpochLedger;
import io.datasync.core.coordinator.sealing.SealingParts;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.StateIndex;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.store.ArchiveOpener;
import io.datasync.testkit.fault.ProcessLife;
import io.datasync.testkit.fault.SimulatedCrash;
import io.datasync.testkit.index.fault.FaultyStateIndex;
import io.datasync.testkit.key.InMemoryKeys;
import io.datasync.testkit.simulation.broken.Breakage;
import io.datasync.testkit.simulation.weather.Weather;
import io.datasync.testkit.store.fault.FaultyStore;
import java.time.InstantSource;
import java.util.List;
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
    private ProcessLife life = new ProcessLife();
    private @Nullable CoordinatorRules rules;
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
            Messages messages,
            Breakage breakage) {
        this.database = database;
        this.shares = shares;
        this.keys = keys;
        this.clock = clock;
        this.weather = weather;
        this.settings = settings;
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
        rules = new CoordinatorRules(
                index(), new ShareEpochLedger(archives()), AUDIT, new SealingParts(archives(), keys, clock), settings);
    }

    private static final AuditPort AUDIT = event -> {};

    /** Whether it runs. */
    public boolean isUp() {
        return rules != null && !life.isDead();
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

    /** Whether it was this server that died. */
    boolean isOwn(SimulatedCrash crash) {
        return crash.isOf(life);
    }

    /** The server as a runner reaches it, when the way there is free. */
    Coordinator seenBy(RunnerId runner) {
        return breakage.server(new ServerDoor(this, runner), database::spoil);
    }

    /** A heartbeat that names a run. */
    void heartbeat(RunnerId runner, RunId run) throws SyncException {
        CoordinatorRules now = rules();
        try {
            now.renew(runner, List.of(run));
        } catch (SimulatedCrash crash) {
            throw unlessOwn(crash);
        }
    }

    Messages messages() {
        return messages;
    }

    /** The rules of the process that runs. */
    CoordinatorRules rules() throws SyncException {
        CoordinatorRules now = rules;
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

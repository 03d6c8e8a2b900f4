package io.datasync.testkit.simulation.world;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.cycle.CycleListener;
import io.datasync.core.cycle.CycleParts;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.cycle.CycleSettings;
import io.datasync.core.cycle.JobCycle;
import io.datasync.core.cycle.seal.Sealing;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.RunNote;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.masschange.ChangeDecision;
import io.datasync.core.store.ArchiveStore;
import io.datasync.testkit.fault.ProcessLife;
import io.datasync.testkit.fault.SimulatedCrash;
import io.datasync.testkit.journal.fault.FaultyJournal;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import io.datasync.testkit.simulation.invariant.Breach;
import io.datasync.testkit.simulation.invariant.CycleWitness;
import io.datasync.testkit.simulation.invariant.Place;
import io.datasync.testkit.simulation.schedule.Activity;
import io.datasync.testkit.simulation.source.SourceDisk;
import io.datasync.testkit.store.fault.FaultyStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A measurement PC with its agent: the shipped cycle over the PC's disk, its journal, its archive and the server. The process dies and starts
 * again; what outlives it is the disk and the journal.
 */
final class SimulatedPc implements Activity {
    private static final int PAGE = 100;

    private final PcParts parts;
    private final AgentIdentity identity;
    private SimulatedArchive archive;
    private InMemoryJournal journal;
    private ProcessLife life = new ProcessLife();
    private boolean switchedOn = true;
    private boolean running;
    private boolean diskThere = true;
    private boolean personThere;
    private boolean tellsEverything;
    private long cycles;
    private Runnable snapshot = () -> {};
    private Optional<CycleResult> last = Optional.empty();
    private Instant onSince = Instant.MIN;

    SimulatedPc(PcParts parts, AgentIdentity identity, InMemoryJournal journal) {
        this.parts = parts;
        this.identity = identity;
        archive = parts.archives().apply(identity.role());
        this.journal = journal;
    }

    PcParts parts() {
        return parts;
    }

    /** What outlives its processes. */
    InMemoryJournal journal() {
        return journal;
    }

    /** What it says of itself, and was told. */
    AgentIdentity identity() {
        return identity;
    }

    /** Where it archives now. */
    SimulatedArchive archive() {
        return archive;
    }

    JobId job() {
        return archive.job();
    }

    /** Whether a process of its agent runs. */
    boolean isRunning() {
        return running && !life.isDead();
    }

    /** The run that its agent has noted as under way. */
    Optional<RunId> currentRun() {
        try {
            return journal.job(job()).currentRun().map(RunNote::run);
        } catch (SyncException e) {
            throw new IllegalStateException("A journal in memory fails when it is told to", e);
        }
    }

    /** Since when it is on; in the distant future when it is off. */
    Instant onSince() {
        return onSince;
    }

    /** How many cycles came to their end. */
    long cycles() {
        return cycles;
    }

    /** How its last cycle ended; empty before the first. */
    Optional<CycleResult> last() {
        return last;
    }

    boolean isOn() {
        return switchedOn && diskThere;
    }

    /** Switches it off, without warning; or on. */
    void switchedOn(boolean on) {
        onSince = on ? parts.scheduler().now() : Instant.MAX;
        switchedOn = on;
        if (!on) {
            life.end("the plug of " + parts.machine());
        }
    }

    /** Kills its agent, which is started again some time. */
    void crash() {
        life.end("the power of " + parts.machine());
    }

    /** Whether its archive is a directory of its own, and no share of another machine. */
    boolean hasOwnArchive() {
        return !archive.share().open().capabilities().checksRanges();
    }

    /** Takes its disk away, or brings it back. */
    void diskThere(boolean there) throws IOException {
        if (there != diskThere) {
            diskThere = there;
            if (there) {
                parts.disk().bringBack();
            } else {
                parts.disk().takeAway();
            }
        }
    }

    /** From now on somebody looks after it, who decides what only a person may. */
    void personThere() {
        personThere = true;
    }

    /** From now on it asks the server in each cycle, also when it has nothing to do itself: an idle one hears of nothing (D-26). */
    void tellEverything() {
        tellsEverything = true;
    }

    /** Its memory is gone, as after a disk that broke. */
    void forgetEverything() {
        life.end("the memory of " + parts.machine());
        journal = new InMemoryJournal(parts.clock());
    }

    /** Keeps a snapshot of its archive. */
    void snapshotShare() {
        snapshot = archive.share().snapshot();
    }

    /** Puts its archive back to the last snapshot. */
    void restoreShare() {
        snapshot.run();
    }

    @Override
    public void run() throws Exception {
        while (true) {
            sleep(1, 300);
            if (switchedOn) {
                live();
            }
            sleep(5, parts.restart().toSeconds());
        }
    }

    private void sleep(long least, long most) {
        parts.scheduler().sleep(Duration.ofSeconds(parts.random().nextLong(least, most)));
    }

    /** One process, from its start to its death. */
    private void live() throws SyncException {
        InMemoryJournal begun = journal;
        ProcessLife own = new ProcessLife();
        life = own;
        FaultyJournal open = FaultyJournal.over(begun, parts.weather(), own);
        identity.begin();
        PatientCoordinator server =
                new PatientCoordinator(parts.line().connect(own, identity::caller), () -> parts.scheduler()
                        .now());
        running = true;
        parts.weather().whileWaiting(this::heartbeat);
        try {
            while (!own.isDead()) {
                cycleUnlessItFails(open, server, own);
                parts.scheduler().sleep(server.pause(pause()));
            }
        } catch (SimulatedCrash crash) {
            if (!crash.isOf(own)) {
                throw crash;
            }
        } finally {
            running = false;
            parts.weather().whileWaiting(() -> {});
            if (journal == begun) {
                journal = open.reopened(parts.random().nextBoolean());
                parts.invariants().check(archive.record(), Place.JOURNAL);
            }
        }
    }

    private Duration pause() {
        long seconds = parts.pause().toSeconds();
        return Duration.ofSeconds(parts.random().nextLong(seconds / 2, seconds * 3 / 2));
    }

    private void heartbeat() {
        parts.heartbeat().accept(this);
    }

    /** Goes where its role sends it, and takes along what waits to be archived, so that it knows of it if that is deleted now (CORE-10). */
    private void takePlace() throws SyncException {
        SimulatedArchive now = parts.archives().apply(identity.role());
        if (!now.job().equals(archive.job())) {
            takeAlong(journal.job(archive.job()), journal.job(now.job()));
            archive = now;
            last = Optional.empty();
            note("archives as " + archive.job() + " from now on");
        }
    }

    private static void takeAlong(JobJournal from, JobJournal to) throws SyncException {
        Optional<String> source = from.sourceIdentity();
        if (source.isPresent()) {
            to.acceptSource(source.get());
        }
        long scanSeq = to.beginScan();
        List<SourceEntry> page = from.pending(Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            to.observe(scanSeq, page);
            page = from.pending(Optional.of(page.get(page.size() - 1)), PAGE);
        }
    }

    /** What keeps a cycle from its end, a journal that cannot be written above all, leaves the rest to the next. */
    private void cycleUnlessItFails(FaultyJournal open, Coordinator server, ProcessLife own) throws SyncException {
        takePlace();
        try (ArchiveStore store = new FaultyStore(
                parts.breakage().store(archive.share().open(), archive.share()), parts.weather(), own)) {
            cycle(open, server, store);
        } catch (SyncException e) {
            note("cycle ended by " + e.code());
            if (e.code() == ErrorCode.BALANCE_BROKEN) {
                throw new Breach("I-6", job() + ": " + e.getMessage());
            }
        }
    }

    private void cycle(FaultyJournal open, Coordinator server, ArchiveStore store) throws SyncException {
        SourceDisk disk = parts.disk();
        disk.beginCount();
        long lossesBefore = journal.losses(job()).size();
        Instant begin = parts.scheduler().now();
        CycleResult result = new JobCycle(
                        new CycleParts(
                                disk.root(),
                                parts.breakage().journal(open.job(job())),
                                store,
                                server,
                                parts.clock(),
                                parts.clockWatch(),
                                parts.scheduler()::sleep,
                                () -> false,
                                identity.machine(),
                                Optional.of(new Sealing(
                                        parts.runner(),
                                        parts.clock().getZone(),
                                        parts.rescanDays(),
                                        parts.deviceKey(),
                                        parts.scratch())),
                                parts.runIds()),
                        settings(),
                        CycleListener.NONE)
                .run();
        cycles++;
        last = Optional.of(result);
        note("cycle since " + begin + ": " + result.balance()
                + result.failure().map(why -> ", " + why.code()).orElse(""));
        if (result.failure().isEmpty()) {
            long noted = journal.losses(job()).size() - lossesBefore;
            parts.invariants().checkCycle(result.balance(), new CycleWitness(disk.least(), disk.most(), noted));
        }
    }

    /** What a person decides who sees how the last cycle ended. */
    private CycleSettings settings() {
        CycleSettings usual = parts.settings().apply(job());
        CycleSettings settings = tellsEverything ? usual.once(usual.settleMax()) : usual;
        if (!personThere || last.isEmpty()) {
            return settings;
        }
        boolean refused = last.get()
                .failure()
                .filter(why -> why.code() == ErrorCode.SOURCE_CHANGED || why.code() == ErrorCode.SOURCE_UNREACHABLE)
                .isPresent();
        CycleSettings decided = last.get().changes().held() > 0 ? settings.deciding(ChangeDecision.ACCEPT) : settings;
        return refused ? decided.acceptingSource() : decided;
    }

    private void note(String what) {
        parts.trace().step(parts.scheduler().now(), parts.machine(), what);
    }
}

package io.datasync.testkit.simulation.world;

import io.datasync.core.cycle.CycleListener;
import io.datasync.core.cycle.CycleParts;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.cycle.CycleSettings;
import io.datasync.core.cycle.JobCycle;
import io.datasync.core.cycle.seal.Sealing;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.masschange.ChangeDecision;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.transfer.MachineIds;
import io.datasync.testkit.fault.ProcessLife;
import io.datasync.testkit.fault.SimulatedCrash;
import io.datasync.testkit.journal.fault.FaultyJournal;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import io.datasync.testkit.network.SimulatedNetwork;
import io.datasync.testkit.simulation.invariant.CycleWitness;
import io.datasync.testkit.simulation.invariant.Place;
import io.datasync.testkit.simulation.schedule.Activity;
import io.datasync.testkit.simulation.source.SourceDisk;
import io.datasync.testkit.store.fault.FaultyStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A measurement PC with its agent: the shipped cycle over the PC's disk, its journal, its archive and the server. The process dies and starts
 * again; what outlives it is the disk and the journal.
 */
final class SimulatedPc implements Activity {
    private static final Duration RESTART_MOST = Duration.ofHours(1);

    private final PcParts parts;
    private InMemoryJournal journal;
    private ProcessLife life = new ProcessLife();
    private boolean switchedOn = true;
    private boolean diskThere = true;
    private boolean personThere;
    private boolean tellsEverything;
    private long cycles;
    private Runnable snapshot = () -> {};
    private Optional<CycleResult> last = Optional.empty();

    SimulatedPc(PcParts parts, InMemoryJournal journal) {
        this.parts = parts;
        this.journal = journal;
    }

    PcParts parts() {
        return parts;
    }

    /** What outlives its processes. */
    InMemoryJournal journal() {
        return journal;
    }

    JobId job() {
        return parts.settings().job();
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
        return !parts.share().open().capabilities().checksRanges();
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
        snapshot = parts.share().snapshot();
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
            sleep(5, RESTART_MOST.toSeconds());
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
        SimulatedNetwork network = parts.line().connect(own);
        parts.weather().whileWaiting(this::heartbeat);
        try {
            while (!own.isDead()) {
                cycleUnlessItFails(open, network, own);
                sleep(parts.pause().toSeconds() / 2, parts.pause().toSeconds() * 3 / 2);
            }
        } catch (SimulatedCrash crash) {
            if (!crash.isOf(own)) {
                throw crash;
            }
        } finally {
            parts.weather().whileWaiting(() -> {});
            if (journal == begun) {
                journal = open.reopened(parts.random().nextBoolean());
                parts.invariants().check(parts.record(), Place.JOURNAL);
            }
        }
    }

    private void heartbeat() {
        parts.heartbeat().accept(journal);
    }

    /** What keeps a cycle from its end, a journal that cannot be written above all, leaves the rest to the next. */
    private void cycleUnlessItFails(FaultyJournal open, SimulatedNetwork network, ProcessLife own)
            throws SyncException {
        try (ArchiveStore store =
                new FaultyStore(parts.breakage().store(parts.share().open(), parts.share()), parts.weather(), own)) {
            cycle(open, network, store);
        } catch (SyncException e) {
            note("cycle ended by " + e.code());
        }
    }

    private void cycle(FaultyJournal open, SimulatedNetwork network, ArchiveStore store) throws SyncException {
        SourceDisk disk = parts.disk();
        disk.beginCount();
        long lossesBefore = journal.losses(job()).size();
        Instant begin = parts.scheduler().now();
        CycleResult result = new JobCycle(
                        new CycleParts(
                                disk.root(),
                                parts.breakage().journal(open.job(job())),
                                store,
                                network,
                                parts.clock(),
                                parts.clockWatch(),
                                parts.scheduler()::sleep,
                                () -> false,
                                MachineIds.of(parts.machine()),
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
        CycleSettings settings =
                tellsEverything ? parts.settings().once(parts.settings().settleMax()) : parts.settings();
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

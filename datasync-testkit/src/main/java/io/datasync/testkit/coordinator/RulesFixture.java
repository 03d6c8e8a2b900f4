package io.datasync.testkit.coordinator;

import io.datasync.core.coordinator.AuditPort;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.CoordinatorRules;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.coordinator.EpochLedger;
import io.datasync.core.coordinator.sealing.SealingParts;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.key.KeyRing;
import io.datasync.core.key.Signer;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.key.InMemoryKeys;
import io.datasync.testkit.store.memory.InMemoryArchives;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** The rules over any index. What the index's port does not offer is given as {@link Hooks}. */
public final class RulesFixture implements CoordinatorFixture, CoordinatorFixture.Backstage {
    /** The runner of the jobs. */
    public static final RunnerId RUNNER = new RunnerId("contract-runner");

    /** Another runner. */
    public static final RunnerId OTHER_RUNNER = new RunnerId("contract-other");

    private static final AtomicLong COUNTER = new AtomicLong();

    /** What only an implementation of the index can do. */
    public interface Hooks {
        /** Adds a job without runs, switched on; and its runner, when that is not there yet. */
        void addJob(JobId job, RunnerId runner, String archiveUrl);

        /** Switches a job off. */
        void disable(JobId job);

        /** Seals a folder. */
        void seal(JobId job, FolderName folder) throws SyncException;

        /** Lets a run have been heard, and its lease have been given, earlier by so much. */
        void age(RunId run, Duration by);

        /** Whether the calling thread is inside a transaction, where it can be told. */
        default boolean inTransaction() {
            return false;
        }
    }

    /** Shares that only know an epoch, and refuse to be asked inside a transaction. */
    private static final class Epochs implements EpochLedger {
        private final Map<String, Long> known = new ConcurrentHashMap<>();
        private final BooleanSupplier inTransaction;

        Epochs(BooleanSupplier inTransaction) {
            this.inTransaction = inTransaction;
        }

        private void check() {
            if (inTransaction.getAsBoolean()) {
                throw new IllegalStateException("A share was asked inside a transaction (I-9)");
            }
        }

        @Override
        public long read(String archiveUrl) {
            check();
            return known.getOrDefault(archiveUrl, 0L);
        }

        @Override
        public void raise(String archiveUrl, long epoch) {
            check();
            known.merge(archiveUrl, epoch, Math::max);
        }
    }

    private final StateIndex index;
    private final Hooks hooks;
    private final CoordinatorSettings settings;
    private final Epochs epochs;
    private final InMemoryArchives archives = new InMemoryArchives();
    private final InMemoryKeys keys = new InMemoryKeys();
    private final MovableClock clock = MovableClock.at("2026-04-23T12:00:00Z");
    private final List<AuditPort.Event> audit = new CopyOnWriteArrayList<>();
    private volatile CoordinatorRules rules;

    /** The rules over this index. */
    public RulesFixture(StateIndex index, Hooks hooks, CoordinatorSettings settings) {
        this.index = index;
        this.hooks = hooks;
        this.settings = settings;
        epochs = new Epochs(hooks::inTransaction);
        rules = started();
    }

    private CoordinatorRules started() {
        return new CoordinatorRules(index, epochs, audit::add, new SealingParts(this::open, keys, clock), settings);
    }

    private ArchiveStore open(String archiveUrl) throws SyncException {
        if (hooks.inTransaction()) {
            throw new IllegalStateException("A share was asked inside a transaction (I-9)");
        }
        return archives.open(archiveUrl);
    }

    /** The rules as they are now. */
    public CoordinatorRules rules() {
        return rules;
    }

    /** What was audited so far, oldest first. */
    public List<AuditPort.Event> audit() {
        return List.copyOf(audit);
    }

    @Override
    public Coordinator coordinator() {
        return rules.forRunner(RUNNER);
    }

    @Override
    public Coordinator stranger() {
        return rules.forRunner(OTHER_RUNNER);
    }

    @Override
    public JobId newJob() {
        JobId job = new JobId("rules-job-" + COUNTER.incrementAndGet());
        hooks.addJob(job, RUNNER, url(job));
        return job;
    }

    private static String url(JobId job) {
        return "memory:" + job;
    }

    @Override
    public Optional<Backstage> backstage() {
        return Optional.of(this);
    }

    @Override
    public void restart() {
        rules = started();
    }

    @Override
    public Signer deviceKey() {
        return keys.runner(RUNNER);
    }

    @Override
    public RunnerId runner() {
        return RUNNER;
    }

    @Override
    public KeyRing trusted() throws SyncException {
        return keys.trusted(RUNNER);
    }

    @Override
    public ArchiveStore archive(JobId job) throws SyncException {
        return archives.open(url(job));
    }

    @Override
    public void advance(Duration by) {
        clock.advance(by);
    }

    @Override
    public void disable(JobId job) {
        hooks.disable(job);
    }

    @Override
    public void seal(JobId job, FolderName folder) throws SyncException {
        hooks.seal(job, folder);
    }

    @Override
    public void age(RunId run, Duration by) {
        hooks.age(run, by);
    }

    @Override
    public void heartbeat(RunId run) throws SyncException {
        rules.renew(RUNNER, List.of(run));
    }

    @Override
    public void setState(JobId job, RelativePath path, EntryState state) throws SyncException {
        index.transact(tx -> {
            tx.lockJob(job);
            FolderRow folder = tx.folder(job, path.folder());
            EntryRow row = Objects.requireNonNull(
                    tx.entries(folder.id(), List.of(path.hash())).get(path.hash()));
            EntryRow after = new EntryRow(row.fact(), state, row.atSource(), row.scanSeq(), row.run(), row.token());
            SetSummary archived = moved(
                    folder.archived(),
                    row,
                    row.state().archived(),
                    after.state().archived());
            SetSummary atSource = moved(folder.atSource(), row, row.countsAtSource(), after.countsAtSource());
            tx.upsertEntries(folder.id(), List.of(after));
            tx.updateFolder(folder.with(archived, atSource, folder.lastNewAt()));
            return after;
        });
    }

    private static SetSummary moved(SetSummary set, EntryRow row, boolean before, boolean after) {
        long sizeBytes = row.fact().entry().sizeBytes();
        if (before == after) {
            return set;
        }
        return after
                ? set.plus(sizeBytes, row.fact().entryDigest())
                : set.minus(sizeBytes, row.fact().entryDigest());
    }

    @Override
    public long epochOnShare(JobId job) {
        return epochs.read(url(job));
    }
}

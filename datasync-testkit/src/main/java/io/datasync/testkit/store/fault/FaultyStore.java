package io.datasync.testkit.store.fault;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.StagedFile;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoreCapabilities;
import io.datasync.core.store.StoredFacts;
import io.datasync.core.store.StoredFile;
import io.datasync.core.store.StoredFileVisitor;
import io.datasync.core.store.VersionName;
import io.datasync.testkit.fault.Call;
import io.datasync.testkit.fault.FaultPoint;
import io.datasync.testkit.fault.Faults;
import io.datasync.testkit.fault.Part;
import io.datasync.testkit.fault.ProcessLife;
import io.datasync.testkit.fault.QueuedFaults;
import io.datasync.testkit.fault.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A store in which calls fail, lose their answer, damage bytes or crash the process: as a test has queued, or as faults from elsewhere decide.
 *
 * <p>Queued faults of a method are used up in their order, one a call; without one left, other faults are asked, if there are any. A bit can
 * be turned in a write, and in what {@code openStaged}, {@code open} and {@code openVersion} give: that once. After a crash every call
 * throws {@link io.datasync.testkit.fault.SimulatedCrash}, so that nothing is tidied up by a process that is dead. Thread-safe.
 */
public final class FaultyStore implements ArchiveStore {
    private final ArchiveStore delegate;
    private final QueuedFaults queued = new QueuedFaults();
    private final ProcessLife life;
    private final FaultPoint point;
    private final List<StoreMethod> calls = new ArrayList<>();
    private long bytesLeft = Long.MAX_VALUE;

    /** A store that works until told otherwise, of a process of its own. */
    public FaultyStore(ArchiveStore delegate) {
        this(delegate, Faults.NONE, new ProcessLife());
    }

    /** A store to which these faults happen, in this process. */
    public FaultyStore(ArchiveStore delegate, Faults faults, ProcessLife life) {
        this.delegate = delegate;
        this.life = life;
        point = new FaultPoint(Part.STORE, queued.then(faults), life);
    }

    /** Queues what becomes of a call to come. */
    public FaultyStore queue(StoreMethod method, Verdict verdict) {
        queued.queue(method.name(), verdict);
        return this;
    }

    /** Takes so many bytes more and is full then. */
    public synchronized FaultyStore fullAfter(long bytes) {
        bytesLeft = bytes;
        return this;
    }

    /**
     * Crashes at a point: each changing call has one before it, with an even number, and one after it; the first is 0.
     */
    public FaultyStore crashAt(long at) {
        queued.crashAt(at);
        return this;
    }

    /** How many points there were so far. */
    public long points() {
        return queued.points();
    }

    /** Whether its process crashed. */
    public boolean isDead() {
        return life.isDead();
    }

    /** The calls so far that a living process made. */
    public synchronized List<StoreMethod> calls() {
        return List.copyOf(calls);
    }

    private Call begin(StoreMethod method) {
        Call call = method.carriesBytes()
                ? point.carrying(method.name(), method.changes())
                : point.named(method.name(), method.changes());
        point.requireAlive(call);
        synchronized (this) {
            calls.add(method);
        }
        return call;
    }

    private <T> T call(StoreMethod method, FaultPoint.Work<T> work) throws SyncException {
        return point.call(begin(method), work, FaultyStore::forget);
    }

    private void step(StoreMethod method, FaultPoint.Step work) throws SyncException {
        point.step(begin(method), work);
    }

    private InputStream stream(StoreMethod method, FaultPoint.Work<InputStream> work) throws SyncException {
        Call call = begin(method);
        return point.call(call, work, FaultyStore::forget, verdict -> {
            requireFlippedBit(call, verdict);
            return new FlippedStream(work.run());
        });
    }

    private static void requireFlippedBit(Call call, Verdict verdict) {
        if (!(verdict instanceof Verdict.FlippedBit)) {
            throw new IllegalArgumentException("A store cannot do this to " + call + ": " + verdict);
        }
    }

    /** What the caller never gets, it cannot close. */
    private static void forget(Object result) {
        if (result instanceof StagedFile file) {
            file.close();
        } else if (result instanceof InputStream in) {
            try {
                in.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public StoreCapabilities capabilities() {
        return delegate.capabilities();
    }

    @Override
    public void create(ArchiveMarker marker) throws SyncException {
        step(StoreMethod.CREATE, () -> delegate.create(marker));
    }

    @Override
    public boolean isVacant() throws SyncException {
        return call(StoreMethod.IS_VACANT, delegate::isVacant);
    }

    @Override
    public Optional<StoredFile> peek(RelativePath path) throws SyncException {
        return call(StoreMethod.PEEK, () -> delegate.peek(path));
    }

    @Override
    public ArchiveMarker marker() throws SyncException {
        return call(StoreMethod.MARKER, delegate::marker);
    }

    @Override
    public StagedFile stage(StagingName name, long sizeBytes) throws SyncException {
        return faulty(call(StoreMethod.STAGE, () -> delegate.stage(name, sizeBytes)));
    }

    @Override
    public StagedFile resume(StagingName name, long sizeBytes) throws SyncException {
        return faulty(call(StoreMethod.RESUME, () -> delegate.resume(name, sizeBytes)));
    }

    private StagedFile faulty(StagedFile file) {
        return new StagedFile() {
            @Override
            public void write(ByteBuffer bytes) throws SyncException {
                writeTo(file, bytes);
            }

            @Override
            public void finish() throws SyncException {
                step(StoreMethod.FINISH, file::finish);
            }

            @Override
            public long sentBytes() {
                return file.sentBytes();
            }

            @Override
            public void close() {
                file.close();
            }
        };
    }

    private void writeTo(StagedFile file, ByteBuffer bytes) throws SyncException {
        Call call = begin(StoreMethod.WRITE);
        FaultPoint.Work<Boolean> write = () -> {
            if (isFull(bytes.remaining())) {
                throw SyncException.passing(ErrorCode.SHARE_FULL, "Full by the test");
            }
            file.write(bytes);
            return true;
        };
        point.call(call, write, written -> {}, verdict -> {
            requireFlippedBit(call, verdict);
            file.write(withFlippedBit(bytes));
            return true;
        });
    }

    private synchronized boolean isFull(int more) {
        bytesLeft -= more;
        return bytesLeft < 0;
    }

    private ByteBuffer withFlippedBit(ByteBuffer bytes) throws SyncException {
        if (capabilities().checksRanges()) {
            throw SyncException.permanent(ErrorCode.CONTENT_DIFFERS, "The share got another range");
        }
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
        copy.put(copy.limit() / 2, (byte) (copy.get(copy.limit() / 2) ^ 0x10));
        return copy;
    }

    @Override
    public InputStream openStaged(StagingName name) throws SyncException {
        return stream(StoreMethod.OPEN_STAGED, () -> delegate.openStaged(name));
    }

    @Override
    public void publish(StagingName staged, RelativePath to, StoredFacts facts) throws SyncException {
        step(StoreMethod.PUBLISH, () -> delegate.publish(staged, to, facts));
    }

    @Override
    public Optional<StoredFile> find(RelativePath path) throws SyncException {
        return call(StoreMethod.FIND, () -> delegate.find(path));
    }

    @Override
    public InputStream open(RelativePath path) throws SyncException {
        return stream(StoreMethod.OPEN, () -> delegate.open(path));
    }

    @Override
    public void retire(RelativePath path, VersionName version) throws SyncException {
        step(StoreMethod.RETIRE, () -> delegate.retire(path, version));
    }

    @Override
    public Optional<StoredFile> findVersion(RelativePath path, VersionName version) throws SyncException {
        return call(StoreMethod.FIND_VERSION, () -> delegate.findVersion(path, version));
    }

    @Override
    public InputStream openVersion(RelativePath path, VersionName version) throws SyncException {
        return stream(StoreMethod.OPEN_VERSION, () -> delegate.openVersion(path, version));
    }

    @Override
    public void makeFolder(RelativePath path) throws SyncException {
        step(StoreMethod.MAKE_FOLDER, () -> delegate.makeFolder(path));
    }

    @Override
    public void removeEmptyFolder(RelativePath path) throws SyncException {
        step(StoreMethod.REMOVE_EMPTY_FOLDER, () -> delegate.removeEmptyFolder(path));
    }

    @Override
    public void barrier() throws SyncException {
        step(StoreMethod.BARRIER, delegate::barrier);
    }

    @Override
    public List<StagingName> staged(int max) throws SyncException {
        return call(StoreMethod.STAGED, () -> delegate.staged(max));
    }

    @Override
    public void discard(StagingName name) throws SyncException {
        step(StoreMethod.DISCARD, () -> delegate.discard(name));
    }

    @Override
    public Optional<byte[]> control(ControlName name) throws SyncException {
        return call(StoreMethod.CONTROL, () -> delegate.control(name));
    }

    @Override
    public void writeControl(ControlName name, byte[] content) throws SyncException {
        step(StoreMethod.WRITE_CONTROL, () -> delegate.writeControl(name, content));
    }

    @Override
    public void createControl(ControlName name, byte[] content) throws SyncException {
        step(StoreMethod.CREATE_CONTROL, () -> delegate.createControl(name, content));
    }

    @Override
    public List<ControlName> controls(String folder, int max) throws SyncException {
        return call(StoreMethod.CONTROLS, () -> delegate.controls(folder, max));
    }

    @Override
    public void removeControl(ControlName name) throws SyncException {
        step(StoreMethod.REMOVE_CONTROL, () -> delegate.removeControl(name));
    }

    @Override
    public List<ControlName> intents(int max) throws SyncException {
        return call(StoreMethod.INTENTS, () -> delegate.intents(max));
    }

    @Override
    public void list(StoredFileVisitor visitor) throws SyncException {
        step(StoreMethod.LIST, () -> delegate.list(visitor));
    }

    @Override
    public void list(FolderName folder, StoredFileVisitor visitor) throws SyncException {
        step(StoreMethod.LIST_FOLDER, () -> delegate.list(folder, visitor));
    }

    @Override
    public List<FolderName> folders(int max) throws SyncException {
        return call(StoreMethod.FOLDERS, () -> delegate.folders(max));
    }

    @Override
    public void close() {
        delegate.close();
    }
}

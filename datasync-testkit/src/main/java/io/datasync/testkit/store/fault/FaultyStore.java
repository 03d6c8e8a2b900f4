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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A store in which calls fail, lose their answer, damage bytes or crash the process, as a test has queued.
 *
 * <p>Faults of a method are used up in their order, one a call; without one left it passes calls on. A crash throws {@link SimulatedCrash}
 * before or after a call that changes something, and from then on every call throws it too, so that nothing is tidied up by a process that
 * is dead. Thread-safe.
 */
public final class FaultyStore implements ArchiveStore {
    private final ArchiveStore delegate;
    private final Map<StoreMethod, Deque<StoreFault>> faults = new EnumMap<>(StoreMethod.class);
    private final List<StoreMethod> calls = new ArrayList<>();
    private long bytesLeft = Long.MAX_VALUE;
    private long crashPoint = -1;
    private long points;
    private boolean dead;

    /** A store that works until told otherwise. */
    public FaultyStore(ArchiveStore delegate) {
        this.delegate = delegate;
    }

    /** Queues a fault for a call to come. */
    public synchronized FaultyStore queue(StoreMethod method, StoreFault fault) {
        faults.computeIfAbsent(method, m -> new ArrayDeque<>()).add(fault);
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
    public synchronized FaultyStore crashAt(long point) {
        crashPoint = point;
        return this;
    }

    /** How many points there were so far. */
    public synchronized long points() {
        return points;
    }

    /** Whether it crashed. */
    public synchronized boolean isDead() {
        return dead;
    }

    /** The calls so far. */
    public synchronized List<StoreMethod> calls() {
        return List.copyOf(calls);
    }

    /** Something that may fail. */
    @FunctionalInterface
    private interface Call<T> {
        T run() throws SyncException;
    }

    private <T> T call(StoreMethod method, Call<T> work) throws SyncException {
        Optional<StoreFault> fault = before(method);
        if (fault.isPresent() && fault.get() instanceof StoreFault.Before before) {
            throw before.failure();
        }
        T result = work.run();
        try {
            after(method);
        } catch (SimulatedCrash crash) {
            forget(result);
            throw crash;
        }
        if (fault.isPresent() && fault.get() instanceof StoreFault.After after) {
            forget(result);
            throw after.failure();
        }
        return result;
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

    private synchronized Optional<StoreFault> before(StoreMethod method) {
        crashIfReached(method, "before");
        calls.add(method);
        Deque<StoreFault> queued = faults.get(method);
        return queued == null ? Optional.empty() : Optional.ofNullable(queued.poll());
    }

    private synchronized void after(StoreMethod method) {
        crashIfReached(method, "after");
    }

    private void crashIfReached(StoreMethod method, String when) {
        if (!dead && method.changes()) {
            dead = points++ == crashPoint;
        }
        if (dead) {
            throw new SimulatedCrash(when + " " + method);
        }
    }

    /** For calls that give nothing. */
    @FunctionalInterface
    private interface Step {
        void run() throws SyncException;
    }

    private void step(StoreMethod method, Step work) throws SyncException {
        this.<Boolean>call(method, () -> {
            work.run();
            return true;
        });
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
        Optional<StoreFault> fault = before(StoreMethod.WRITE);
        if (fault.isPresent() && fault.get() instanceof StoreFault.Before failing) {
            throw failing.failure();
        }
        if (fault.isPresent() && fault.get() instanceof StoreFault.FlippedBit) {
            file.write(withFlippedBit(bytes));
            return;
        }
        if (isFull(bytes.remaining())) {
            throw SyncException.passing(ErrorCode.SHARE_FULL, "Full by the test");
        }
        file.write(bytes);
        after(StoreMethod.WRITE);
        if (fault.isPresent() && fault.get() instanceof StoreFault.After failing) {
            throw failing.failure();
        }
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
        return call(StoreMethod.OPEN_STAGED, () -> delegate.openStaged(name));
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
        return call(StoreMethod.OPEN, () -> delegate.open(path));
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
        return call(StoreMethod.OPEN_VERSION, () -> delegate.openVersion(path, version));
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
        this.<Boolean>call(StoreMethod.LIST, () -> {
            delegate.list(visitor);
            return true;
        });
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

package io.datasync.core.store.decorated;

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
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Passes every call on, by way of one method that subclasses do something about. */
abstract class DecoratedStore implements ArchiveStore {
    private final ArchiveStore store;

    DecoratedStore(ArchiveStore store) {
        this.store = store;
    }

    /** A call to pass on. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws SyncException;
    }

    /** A call that gives nothing. */
    @FunctionalInterface
    interface Step {
        void run() throws SyncException;
    }

    /** Makes a call. */
    abstract <T> T call(StoreOperation operation, Call<T> work) throws SyncException;

    /** Writes a range, as a call. */
    void write(StagedFile file, ByteBuffer bytes) throws SyncException {
        step(StoreOperation.WRITE, () -> file.write(bytes));
    }

    /** Something to read, as it is given out. */
    InputStream read(InputStream in) {
        return in;
    }

    void step(StoreOperation operation, Step work) throws SyncException {
        this.<Boolean>call(operation, () -> {
            work.run();
            return true;
        });
    }

    @Override
    public StoreCapabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public void create(ArchiveMarker marker) throws SyncException {
        step(StoreOperation.CREATE, () -> store.create(marker));
    }

    @Override
    public boolean isVacant() throws SyncException {
        return this.<Boolean>call(StoreOperation.IS_VACANT, store::isVacant);
    }

    @Override
    public Optional<StoredFile> peek(RelativePath path) throws SyncException {
        return call(StoreOperation.PEEK, () -> store.peek(path));
    }

    @Override
    public ArchiveMarker marker() throws SyncException {
        return call(StoreOperation.MARKER, store::marker);
    }

    @Override
    public StagedFile stage(StagingName name, long sizeBytes) throws SyncException {
        return new DecoratedFile(call(StoreOperation.STAGE, () -> store.stage(name, sizeBytes)));
    }

    @Override
    public StagedFile resume(StagingName name, long sizeBytes) throws SyncException {
        return new DecoratedFile(call(StoreOperation.RESUME, () -> store.resume(name, sizeBytes)));
    }

    /** A staged file whose calls are calls of the store. */
    private final class DecoratedFile implements StagedFile {
        private final StagedFile file;

        DecoratedFile(StagedFile file) {
            this.file = file;
        }

        @Override
        public void write(ByteBuffer bytes) throws SyncException {
            DecoratedStore.this.write(file, bytes);
        }

        @Override
        public void finish() throws SyncException {
            step(StoreOperation.FINISH, file::finish);
        }

        @Override
        public long sentBytes() {
            return file.sentBytes();
        }

        @Override
        public void close() {
            file.close();
        }
    }

    @Override
    public InputStream openStaged(StagingName name) throws SyncException {
        return read(call(StoreOperation.OPEN_STAGED, () -> store.openStaged(name)));
    }

    @Override
    public void publish(StagingName staged, RelativePath to, StoredFacts facts) throws SyncException {
        step(StoreOperation.PUBLISH, () -> store.publish(staged, to, facts));
    }

    @Override
    public Optional<StoredFile> find(RelativePath path) throws SyncException {
        return call(StoreOperation.FIND, () -> store.find(path));
    }

    @Override
    public InputStream open(RelativePath path) throws SyncException {
        return read(call(StoreOperation.OPEN, () -> store.open(path)));
    }

    @Override
    public void retire(RelativePath path, VersionName version) throws SyncException {
        step(StoreOperation.RETIRE, () -> store.retire(path, version));
    }

    @Override
    public Optional<StoredFile> findVersion(RelativePath path, VersionName version) throws SyncException {
        return call(StoreOperation.FIND_VERSION, () -> store.findVersion(path, version));
    }

    @Override
    public InputStream openVersion(RelativePath path, VersionName version) throws SyncException {
        return read(call(StoreOperation.OPEN_VERSION, () -> store.openVersion(path, version)));
    }

    @Override
    public void makeFolder(RelativePath path) throws SyncException {
        step(StoreOperation.MAKE_FOLDER, () -> store.makeFolder(path));
    }

    @Override
    public void removeEmptyFolder(RelativePath path) throws SyncException {
        step(StoreOperation.REMOVE_EMPTY_FOLDER, () -> store.removeEmptyFolder(path));
    }

    @Override
    public void barrier() throws SyncException {
        step(StoreOperation.BARRIER, store::barrier);
    }

    @Override
    public List<StagingName> staged(int max) throws SyncException {
        return call(StoreOperation.STAGED, () -> store.staged(max));
    }

    @Override
    public void discard(StagingName name) throws SyncException {
        step(StoreOperation.DISCARD, () -> store.discard(name));
    }

    @Override
    public Optional<byte[]> control(ControlName name) throws SyncException {
        return call(StoreOperation.CONTROL, () -> store.control(name));
    }

    @Override
    public void writeControl(ControlName name, byte[] content) throws SyncException {
        step(StoreOperation.WRITE_CONTROL, () -> store.writeControl(name, content));
    }

    @Override
    public void createControl(ControlName name, byte[] content) throws SyncException {
        step(StoreOperation.CREATE_CONTROL, () -> store.createControl(name, content));
    }

    @Override
    public List<ControlName> controls(String folder, int max) throws SyncException {
        return call(StoreOperation.CONTROLS, () -> store.controls(folder, max));
    }

    @Override
    public void removeControl(ControlName name) throws SyncException {
        step(StoreOperation.REMOVE_CONTROL, () -> store.removeControl(name));
    }

    @Override
    public List<ControlName> intents(int max) throws SyncException {
        return call(StoreOperation.INTENTS, () -> store.intents(max));
    }

    @Override
    public void list(StoredFileVisitor visitor) throws SyncException {
        step(StoreOperation.LIST, () -> store.list(visitor));
    }

    @Override
    public void list(FolderName folder, StoredFileVisitor visitor) throws SyncException {
        step(StoreOperation.LIST_FOLDER, () -> store.list(folder, visitor));
    }

    @Override
    public List<FolderName> folders(int max) throws SyncException {
        return call(StoreOperation.FOLDERS, () -> store.folders(max));
    }

    @Override
    public void close() {
        store.close();
    }
}

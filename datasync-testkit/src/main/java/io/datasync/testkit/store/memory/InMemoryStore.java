package io.datasync.testkit.store.memory;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveMarkerJson;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.StagedFile;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoreCapabilities;
import io.datasync.core.store.StoredFacts;
import io.datasync.core.store.StoredFile;
import io.datasync.core.store.StoredFileVisitor;
import io.datasync.core.store.VersionName;
import io.datasync.testkit.store.memory.InMemoryShare.Staged;
import io.datasync.testkit.store.memory.InMemoryShare.Stored;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The strict twin of a store: what another one may let pass, such as publishing a file that is not finished or has another digest than
 * said, it refuses as the bug it is.
 *
 * <p>Files and versions are kept under the names that a store with its rules would give them, {@code .datasync} included.
 */
public final class InMemoryStore implements ArchiveStore {
    private final InMemoryShare share;
    private final InMemoryFiles files;
    private @Nullable ArchiveMarker owner;
    private boolean closed;

    InMemoryStore(InMemoryShare share) {
        this.share = share;
        files = new InMemoryFiles(share);
    }

    @Override
    public StoreCapabilities capabilities() {
        return share.capabilities();
    }

    @Override
    public void create(ArchiveMarker marker) throws SyncException {
        synchronized (share) {
            requireOpen();
            if (!share.hasArchive()) {
                share.controls().put(ControlName.MARKER.text(), ArchiveMarkerJson.write(marker));
            }
            if (!share.marker().sameOwner(marker)) {
                throw SyncException.permanent(ErrorCode.SHARE_FOREIGN, "The archive of somebody else");
            }
            require();
        }
    }

    @Override
    public boolean isVacant() {
        synchronized (share) {
            requireOpen();
            return share.files().keySet().stream().allMatch(name -> name.startsWith(".datasync/"))
                    && share.hasNoFolder();
        }
    }

    @Override
    public Optional<StoredFile> peek(RelativePath path) throws SyncException {
        synchronized (share) {
            requireOpen();
            return InMemoryFiles.found(path, share.file(files.name(path)));
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The store is closed");
        }
    }

    private void require() throws SyncException {
        requireOpen();
        if (Thread.currentThread().isInterrupted()) {
            throw SyncException.passing(ErrorCode.INTERRUPTED, "The thread was interrupted");
        }
        if (!share.hasArchive()) {
            throw SyncException.passing(ErrorCode.SHARE_MISSING, "There is no archive");
        }
        ArchiveMarker marker = share.marker();
        if (owner == null) {
            owner = marker;
        }
        if (!owner.sameOwner(marker)) {
            throw SyncException.permanent(ErrorCode.SHARE_FOREIGN, "The archive of " + marker);
        }
    }

    @Override
    public ArchiveMarker marker() throws SyncException {
        synchronized (share) {
            require();
            return share.marker();
        }
    }

    @Override
    public StagedFile stage(StagingName name, long sizeBytes) throws SyncException {
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("A size cannot be negative: " + sizeBytes);
        }
        synchronized (share) {
            require();
            return begun(name, new Staged(Math.toIntExact(sizeBytes)));
        }
    }

    private StagedFile begun(StagingName name, Staged file) {
        share.putStaged(name, file);
        InMemoryStagedFile handle = new InMemoryStagedFile(share, this::require, name, file);
        share.opened(handle);
        return handle;
    }

    @Override
    public StagedFile resume(StagingName name, long sizeBytes) throws SyncException {
        synchronized (share) {
            Staged left = share.staging().get(name);
            if (left == null || sizeBytes < 0 || !share.capabilities().resumes()) {
                return stage(name, sizeBytes);
            }
            require();
            return begun(name, new Staged(left, Math.toIntExact(sizeBytes)));
        }
    }

    @Override
    public InputStream openStaged(StagingName name) throws SyncException {
        synchronized (share) {
            require();
            Staged file = share.staging().get(name);
            if (file == null) {
                throw SyncException.permanent(ErrorCode.NAME_MISSING, "Nothing is staged as " + name);
            }
            return opened(Arrays.copyOf(file.bytes, file.extent()), "staged file " + name);
        }
    }

    private InputStream opened(byte[] bytes, String what) {
        InputStream in = new ByteArrayInputStream(bytes) {
            @Override
            public void close() {
                synchronized (share) {
                    share.closed(this);
                }
            }

            @Override
            public String toString() {
                return "stream of " + what;
            }
        };
        share.opened(in);
        return in;
    }

    @Override
    public void publish(StagingName staged, RelativePath to, StoredFacts facts) throws SyncException {
        synchronized (share) {
            require();
            files.publish(staged, to, facts);
        }
    }

    @Override
    public Optional<StoredFile> find(RelativePath path) throws SyncException {
        synchronized (share) {
            require();
            return InMemoryFiles.found(path, share.file(files.name(path)));
        }
    }

    @Override
    public InputStream open(RelativePath path) throws SyncException {
        synchronized (share) {
            require();
            return openedFile(files.name(path));
        }
    }

    private InputStream openedFile(String name) throws SyncException {
        return opened(files.require(name).bytes, name);
    }

    @Override
    public void retire(RelativePath path, VersionName version) throws SyncException {
        synchronized (share) {
            require();
            files.retire(path, version);
        }
    }

    @Override
    public Optional<StoredFile> findVersion(RelativePath path, VersionName version) throws SyncException {
        synchronized (share) {
            require();
            return InMemoryFiles.found(path, share.file(files.versionName(path, version)));
        }
    }

    @Override
    public InputStream openVersion(RelativePath path, VersionName version) throws SyncException {
        synchronized (share) {
            require();
            return openedFile(files.versionName(path, version));
        }
    }

    @Override
    public void makeFolder(RelativePath path) throws SyncException {
        synchronized (share) {
            require();
            files.makeFolder(path);
        }
    }

    @Override
    public void removeEmptyFolder(RelativePath path) throws SyncException {
        synchronized (share) {
            require();
            files.removeEmptyFolder(path);
        }
    }

    @Override
    public void barrier() throws SyncException {
        synchronized (share) {
            require();
            share.barrier();
        }
    }

    @Override
    public List<StagingName> staged(int max) throws SyncException {
        synchronized (share) {
            require();
            return share.stagedNames().stream().limit(max).toList();
        }
    }

    @Override
    public void discard(StagingName name) throws SyncException {
        synchronized (share) {
            require();
            share.removeStaged(name);
        }
    }

    @Override
    public Optional<byte[]> control(ControlName name) throws SyncException {
        synchronized (share) {
            require();
            return Optional.ofNullable(share.controls().get(name.text())).map(byte[]::clone);
        }
    }

    @Override
    public void writeControl(ControlName name, byte[] content) throws SyncException {
        synchronized (share) {
            name.requireWritable(content, marker());
            share.controls().put(name.text(), content.clone());
        }
    }

    @Override
    public void createControl(ControlName name, byte[] content) throws SyncException {
        synchronized (share) {
            name.requireWritable(content, marker());
            files.requireMoving();
            byte[] there = share.controls().putIfAbsent(name.text(), content.clone());
            if (there != null && !Arrays.equals(there, content)) {
                throw SyncException.permanent(ErrorCode.NAME_EXISTS, "Something else is already there: " + name);
            }
        }
    }

    @Override
    public List<ControlName> controls(String folder, int max) throws SyncException {
        ControlName.requireFolder(folder);
        synchronized (share) {
            require();
            String beginning = folder + "/";
            return share.controls().keySet().stream()
                    .filter(name -> name.startsWith(beginning))
                    .flatMap(name -> ControlName.in(folder, name.substring(beginning.length())).stream())
                    .limit(max)
                    .toList();
        }
    }

    @Override
    public void removeControl(ControlName name) throws SyncException {
        name.requireRemovable();
        synchronized (share) {
            require();
            share.controls().remove(name.text());
        }
    }

    @Override
    public List<ControlName> intents(int max) throws SyncException {
        synchronized (share) {
            require();
            return share.controls().keySet().stream()
                    .map(ControlName::new)
                    .filter(name -> name.intendedFor().isPresent())
                    .limit(max)
                    .toList();
        }
    }

    @Override
    public void list(FolderName folder, StoredFileVisitor visitor) throws SyncException {
        list(file -> {
            if (file.path().folder().equals(folder)) {
                visitor.visit(file);
            }
        });
    }

    @Override
    public List<FolderName> folders(int max) throws SyncException {
        Set<FolderName> found = new TreeSet<>();
        synchronized (share) {
            require();
            for (String name : share.files().keySet()) {
                found.add(share.capabilities()
                        .names()
                        .unescape(RelativePath.parse(name).bytes())
                        .map(RelativePath::folder)
                        .orElse(FolderName.ROOT));
            }
            for (String name : share.folders()) {
                byte[] inside = RelativePath.parse(name + "/x").bytes();
                share.capabilities().names().unescape(inside).ifPresent(path -> found.add(path.folder()));
            }
        }
        found.remove(FolderName.ROOT);
        return found.stream().limit(max).toList();
    }

    @Override
    public void list(StoredFileVisitor visitor) throws SyncException {
        Map<String, Stored> all;
        synchronized (share) {
            require();
            // In no order, but in the same one in every JVM.
            all = new HashMap<>(share.files());
        }
        for (Map.Entry<String, Stored> file : all.entrySet()) {
            if (!file.getKey().startsWith(".datasync/")) {
                byte[] names = RelativePath.parse(file.getKey()).bytes();
                RelativePath path = share.capabilities().names().unescape(names).orElseThrow();
                Stored there = file.getValue();
                visitor.visit(new StoredFile(path, there.bytes.length, there.ticks, Optional.empty()));
            }
        }
    }

    /** A closed store refuses every further call. */
    @Override
    public void close() {
        closed = true;
    }
}

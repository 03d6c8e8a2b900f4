package io.datasync.testkit.store.memory;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveMarkerJson;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.NameRules;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoreCapabilities;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A place in memory that holds one archive: what remains when the {@link InMemoryStore} that works on it dies.
 *
 * <p>Everything done since the last barrier is lost at a {@link #powerCut}, except control files, which are durable by themselves (D-7).
 * Thread-safe.
 */
public final class InMemoryShare {
    /** As a directory can do it: no checks of ranges, digests kept. */
    public static final StoreCapabilities LIKE_A_DIRECTORY =
            new StoreCapabilities(false, true, true, true, 256 << 10, NameRules.POSIX);

    /** As a share with checksums can do it: checks ranges, digests kept, portable names. */
    public static final StoreCapabilities LIKE_A_SHARE =
            new StoreCapabilities(true, true, true, true, 4 << 20, NameRules.PORTABLE);

    private final StoreCapabilities capabilities;
    private final boolean foldsNames;
    private final Set<Object> open = new HashSet<>();
    private Content here = new Content();
    private @Nullable Content away;
    private byte[] markerBytes = {};
    private @Nullable ArchiveMarker marker;
    private long changes;

    /** What an archive consists of. */
    private static final class Content {
        final Map<String, byte[]> controls = new TreeMap<>();
        final Map<String, Stored> files = new TreeMap<>();
        final Set<String> folders = new TreeSet<>();
        final Map<StagingName, Staged> staging = new HashMap<>();
        final Deque<Runnable> sinceBarrier = new ArrayDeque<>();

        /** The same once more, all of it durable. */
        Content copy() {
            Content copy = new Content();
            controls.forEach((name, bytes) -> copy.controls.put(name, bytes.clone()));
            copy.files.putAll(files);
            copy.folders.addAll(folders);
            staging.forEach((name, file) -> copy.staging.put(name, file.copy()));
            return copy;
        }
    }

    /** A file as it lies there. Its bytes never change. */
    static final class Stored {
        final byte[] bytes;
        final long ticks;
        final Optional<Digest> digest;
        private @Nullable Digest actual;

        Stored(byte[] bytes, long ticks, Optional<Digest> digest) {
            this.bytes = bytes;
            this.ticks = ticks;
            this.digest = digest;
        }

        /** The digest of the bytes, whatever was promised. */
        Digest actual() {
            Digest known = actual;
            if (known == null) {
                known = Digest.of(Digest.sha256().digest(bytes));
                actual = known;
            }
            return known;
        }
    }

    /** A staged file: open until finished. */
    static final class Staged {
        final byte[] bytes;
        int written;
        boolean finished;

        /** How much of it an earlier attempt left. */
        final int earlier;

        Staged(int sizeBytes) {
            bytes = new byte[sizeBytes];
            earlier = 0;
        }

        /** Goes on with what an earlier attempt left. */
        Staged(Staged left, int sizeBytes) {
            bytes = Arrays.copyOf(left.bytes, sizeBytes);
            earlier = Math.min(left.extent(), sizeBytes);
        }

        /** As it is now, for nobody who holds this one open. */
        Staged copy() {
            Staged copy = new Staged(this, bytes.length);
            copy.written = written;
            copy.finished = finished;
            return copy;
        }

        int extent() {
            return Math.max(earlier, written);
        }
    }

    /** An empty place, with a store of these abilities. */
    public InMemoryShare(StoreCapabilities capabilities) {
        this(capabilities, false);
    }

    private InMemoryShare(StoreCapabilities capabilities, boolean foldsNames) {
        this.capabilities = capabilities;
        this.foldsNames = foldsNames;
    }

    /** An empty place that takes names for one that differ in case alone, or in the form in which Unicode writes them (CORE-12). */
    public static InMemoryShare foldingNames() {
        return new InMemoryShare(LIKE_A_SHARE, true);
    }

    /** An empty place with the abilities of a directory. */
    public static InMemoryShare likeADirectory() {
        return new InMemoryShare(LIKE_A_DIRECTORY);
    }

    /** A store that works on it. */
    public InMemoryStore open() {
        return new InMemoryStore(this);
    }

    /** Takes the archive away, as if unmounted. Another one can be made in its place. */
    public synchronized void takeAway() {
        if (away != null) {
            throw new IllegalStateException("It is away already");
        }
        away = here;
        here = new Content();
        changes++;
    }

    /** Brings back the archive that was taken away, with what it held; one in its place is gone. */
    public synchronized void bringBack() {
        if (away == null) {
            throw new IllegalStateException("It was not taken away");
        }
        here = away;
        away = null;
        changes++;
    }

    /**
     * What puts the archive back as it is now, as often as it is run: a snapshot of the share. What is open meanwhile writes into nothing from then
     * on.
     */
    public synchronized Runnable snapshot() {
        Content kept = here.copy();
        return () -> {
            synchronized (this) {
                here = kept.copy();
                changes++;
            }
        };
    }

    /** Loses everything done since the last barrier. */
    public synchronized void powerCut() {
        changes++;
        while (!here.sinceBarrier.isEmpty()) {
            here.sinceBarrier.pop().run();
        }
    }

    /** Grows whenever a file or a version changes, by whatever. */
    public synchronized long changes() {
        return changes;
    }

    /** The names of all files and versions that lie there, with the digests of their bytes. */
    public synchronized Map<String, Digest> contents() {
        Map<String, Digest> contents = new TreeMap<>();
        here.files.forEach((name, file) -> contents.put(name, file.actual()));
        return contents;
    }

    /** Whether there is a file of at least one byte. */
    public synchronized boolean hasBytes(RelativePath path) {
        Stored file = here.files.get(path.text());
        return file != null && file.bytes.length > 0;
    }

    /** Turns a bit of a file's content, as a tired disk does; its digest stays what was promised. */
    public synchronized void damage(RelativePath path) {
        Stored file = here.files.get(path.text());
        if (file == null || file.bytes.length == 0) {
            throw new IllegalArgumentException("Nothing to damage at " + path);
        }
        byte[] damaged = file.bytes.clone();
        damaged[damaged.length / 2] ^= 1;
        changes++;
        here.files.put(path.text(), new Stored(damaged, file.ticks, file.digest));
    }

    /** Somebody deletes a file behind everybody's back. */
    public synchronized void lose(RelativePath path) {
        changes++;
        if (here.files.remove(path.text()) == null) {
            throw new IllegalArgumentException("Nothing to lose at " + path);
        }
    }

    /** Fails unless everything that was opened was closed. */
    public synchronized void assertNothingOpen() {
        if (!open.isEmpty()) {
            throw new AssertionError("Never closed: " + open);
        }
    }

    // What follows is for the store; every caller holds this share's monitor.

    StoreCapabilities capabilities() {
        return capabilities;
    }

    boolean foldsNames() {
        return foldsNames;
    }

    boolean hasArchive() {
        return here.controls.containsKey(ControlName.MARKER.text());
    }

    Map<String, byte[]> controls() {
        return here.controls;
    }

    @Nullable
    Stored file(String path) {
        return here.files.get(path);
    }

    Map<String, Stored> files() {
        return here.files;
    }

    boolean isFolder(String path) {
        return here.folders.contains(path);
    }

    boolean hasNoFolder() {
        return here.folders.stream().allMatch(name -> name.equals(".datasync") || name.startsWith(".datasync/"));
    }

    Map<StagingName, Staged> staging() {
        return here.staging;
    }

    void putFile(String path, Stored file) {
        Content content = here;
        changes++;
        Stored before = content.files.put(path, file);
        content.sinceBarrier.push(() -> restore(content.files, path, before));
    }

    void removeFile(String path) {
        Content content = here;
        changes++;
        Stored before = content.files.remove(path);
        content.sinceBarrier.push(() -> restore(content.files, path, before));
    }

    Set<String> folders() {
        return here.folders;
    }

    void addFolder(String path) {
        Content content = here;
        if (content.folders.add(path)) {
            content.sinceBarrier.push(() -> content.folders.remove(path));
        }
    }

    void removeFolder(String path) {
        Content content = here;
        if (content.folders.remove(path)) {
            content.sinceBarrier.push(() -> content.folders.add(path));
        }
    }

    void putStaged(StagingName name, Staged file) {
        Content content = here;
        Staged before = content.staging.put(name, file);
        content.sinceBarrier.push(() -> restore(content.staging, name, before));
    }

    void removeStaged(StagingName name) {
        Content content = here;
        Staged before = content.staging.remove(name);
        content.sinceBarrier.push(() -> restore(content.staging, name, before));
    }

    private static <K, V> void restore(Map<K, V> map, K key, @Nullable V before) {
        if (before == null) {
            map.remove(key);
        } else {
            map.put(key, before);
        }
    }

    void barrier() {
        here.sinceBarrier.clear();
    }

    void opened(Object what) {
        open.add(what);
    }

    void closed(Object what) {
        open.remove(what);
    }

    /** The marker, read from the bytes that lie there; once for the same bytes, which never change. */
    ArchiveMarker marker() throws SyncException {
        byte[] bytes = here.controls.get(ControlName.MARKER.text());
        if (bytes == null || bytes.length > ArchiveMarkerJson.BYTES_MAX) {
            throw new IllegalStateException("No archive here");
        }
        ArchiveMarker known = marker;
        if (known == null || bytes != markerBytes) {
            known = ArchiveMarkerJson.read(bytes);
            marker = known;
            markerBytes = bytes;
        }
        return known;
    }

    /** The names of what is staged. */
    List<StagingName> stagedNames() {
        return List.copyOf(here.staging.keySet());
    }
}

package io.datasync.testkit.source;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.scan.SourceTree;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A source in memory: files that tests write, overwrite, exchange and purge, also in the middle of a reading.
 *
 * <p>A channel stays on the file that was opened, whatever becomes of its name, and sees what is written into that file, as on a disk.
 * Thread-safe; hooks run in the thread that reads.
 */
public final class InMemorySource implements SourceTree {
    private final Map<RelativePath, InMemoryFile> files = new TreeMap<>();
    private final Map<RelativePath, Deque<Hook>> hooks = new HashMap<>();
    private final Map<RelativePath, SyncException> refusals = new HashMap<>();
    private boolean away;
    private int open;

    /** Something to do when a reading has come this far. */
    private record Hook(long position, Runnable action) {}

    /** Makes a file, or puts a new one in the place of what has the name. */
    public synchronized SourceEntry put(RelativePath path, byte[] content, long ticks) {
        files.put(path, new InMemoryFile(content, ticks));
        return SourceEntry.file(path, content.length, ticks);
    }

    /** Writes into the file that has the name, so that channels on it see it. */
    public synchronized SourceEntry overwrite(RelativePath path, byte[] content, long ticks) {
        InMemoryFile file = files.get(path);
        if (file == null) {
            throw new IllegalArgumentException("No such file: " + path);
        }
        file.write(content, ticks);
        return SourceEntry.file(path, content.length, ticks);
    }

    /** Deletes a file; channels on it can be read on. */
    public synchronized void purge(RelativePath path) {
        files.remove(path);
    }

    /** Opening this file fails from now on. */
    public synchronized void refuse(RelativePath path, ErrorCode code) {
        refusals.put(path, SyncException.passing(code, "Refused by the test"));
    }

    /** Opening this file works again. */
    public synchronized void allow(RelativePath path) {
        refusals.remove(path);
    }

    /** The root is gone, or there again. */
    public synchronized void setAway(boolean isAway) {
        away = isAway;
    }

    /** Does something once, when a reading of this file asks for bytes at this position or behind it. */
    public synchronized void whenRead(RelativePath path, long position, Runnable action) {
        hooks.computeIfAbsent(path, p -> new ArrayDeque<>()).add(new Hook(position, action));
    }

    /** Forgets what was to be done when files are read. */
    public synchronized void calmDown() {
        hooks.clear();
    }

    /** All files, as a scan would give them. */
    public synchronized List<SourceEntry> entries() {
        return files.entrySet().stream()
                .map(file -> file.getValue().entry(file.getKey()))
                .toList();
    }

    /** What a file holds now. */
    public synchronized byte[] content(RelativePath path) {
        InMemoryFile file = files.get(path);
        if (file == null) {
            throw new IllegalArgumentException("No such file: " + path);
        }
        return file.content();
    }

    /** Fails unless every channel was closed. */
    public synchronized void assertNothingOpen() {
        if (open != 0) {
            throw new AssertionError(open + " channels were never closed");
        }
    }

    @Override
    public synchronized Optional<SourceEntry> stat(RelativePath path) throws SyncException {
        requireThere();
        return Optional.ofNullable(files.get(path)).map(file -> file.entry(path));
    }

    private void requireThere() throws SyncException {
        if (away) {
            throw SyncException.passing(ErrorCode.SOURCE_UNREACHABLE, "The source is away");
        }
    }

    @Override
    public synchronized SeekableByteChannel open(RelativePath path) throws SyncException {
        requireThere();
        SyncException refusal = refusals.get(path);
        if (refusal != null) {
            throw refusal;
        }
        InMemoryFile file = files.get(path);
        if (file == null) {
            throw SyncException.permanent(ErrorCode.FILE_VANISHED, "No such file: " + path);
        }
        open++;
        return new InMemoryChannel(file, position -> reached(path, position), this::closed);
    }

    private synchronized void closed() {
        open--;
    }

    private void reached(RelativePath path, long position) {
        for (Optional<Runnable> action = due(path, position); action.isPresent(); action = due(path, position)) {
            action.get().run();
        }
    }

    private synchronized Optional<Runnable> due(RelativePath path, long position) {
        Deque<Hook> waiting = hooks.getOrDefault(path, new ArrayDeque<>());
        Hook next = waiting.peek();
        if (next == null || position < next.position()) {
            return Optional.empty();
        }
        waiting.remove();
        return Optional.of(next.action());
    }
}

package io.datasync.core.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.NativeNames;
import io.datasync.core.path.PathFilter;
import io.datasync.core.path.RelativePath;
import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives the entries of one folder in canonical order, and at the end a report (CORE-1).
 *
 * <p>Links are not followed, special files are not opened; both are counted. A folder beneath which nothing is archived is an entry
 * itself, unless the filter leaves it out; a first-level folder that holds nothing so belongs to {@code .}. What disappears between
 * being listed and being looked at, some hundred names at a time, is as if it had never been listed.
 *
 * <p>For one thread; {@link #next} blocks. Holds no open file between calls and needs memory for the names of the directories on the way
 * to where it is, so it may be read as slowly as one likes and need not be closed. Never changes the source.
 */
public final class FolderScan {
    private static final int UNIX_PATH_MAX = 4095;

    private final SourceRoot root;
    private final FolderName folder;
    private final PathFilter filter;
    private final FolderTally tally;

    /** First-level folders of which a scan found something that is archived; of all scans that know of each other. */
    private final Set<FolderName> inhabited;

    private final Deque<Level> levels = new ArrayDeque<>();
    private boolean started;
    private @Nullable FolderReport report;

    FolderScan(SourceRoot root, FolderName folder, ScanSettings settings, Set<FolderName> inhabited) {
        this.root = root;
        this.folder = folder;
        this.filter = settings.filter();
        this.inhabited = inhabited;
        this.tally = new FolderTally(folder, settings.namedMax());
    }

    /** The folder that is scanned. */
    public FolderName folder() {
        return folder;
    }

    /**
     * The next entry, or {@code null} after the last. A folder that is not there, or is a link now, has none and is complete.
     *
     * @throws SyncException {@code SOURCE_UNREACHABLE} when the root is gone or exchanged, now or by the end: then nothing may be
     *     concluded from the entries that did not come; {@code INTERRUPTED} when the thread is. The scan is of no use afterwards
     */
    public @Nullable SourceEntry next() throws SyncException {
        if (report != null) {
            return null;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw SyncException.passing(ErrorCode.INTERRUPTED, "The scan of " + folder + " was asked to stop");
        }
        if (!started) {
            started = true;
            start();
        }
        while (!levels.isEmpty()) {
            SourceEntry entry = step(levels.element());
            if (entry != null) {
                return entry;
            }
        }
        root.requireThere();
        report = tally.report();
        return null;
    }

    /**
     * What the scan came to.
     *
     * @throws IllegalStateException before {@link #next} has returned {@code null}
     */
    public FolderReport report() {
        if (report == null) {
            throw new IllegalStateException("The scan of " + folder + " is not at its end");
        }
        return report;
    }

    private void start() throws SyncException {
        if (folder.equals(FolderName.ROOT)) {
            levels.push(new Level(null, root.path(), root.attributes(), root.names()));
            return;
        }
        RelativePath path = folder.path();
        Path onDisk = root.resolve(path);
        try {
            BasicFileAttributes attributes = Looks.at(onDisk);
            if (attributes.isDirectory() && !attributes.isOther()) {
                enter(new Waiting(path, path.bytes(), onDisk, attributes));
            }
        } catch (NoSuchFileException gone) {
            // That it has no entries is true as long as the root is there, which is asked at the end.
            return;
        } catch (IOException e) {
            tally.unreadableFolder(path, codeOf(onDisk));
        }
    }

    private @Nullable SourceEntry step(Level level) throws SyncException {
        if (level.folderIsDue()) {
            Waiting due = level.waiting.pop();
            if (folder.equals(FolderName.ROOT)) {
                return isHollow(due) ? SourceEntry.folder(due.path) : null;
            }
            enter(due);
            return null;
        }
        if (level.hasNames()) {
            return visit(level);
        }
        levels.pop();
        RelativePath path = level.path;
        if (path == null || levels.isEmpty() || level.holdsSomething || filter.leavesOut(path)) {
            return null;
        }
        return SourceEntry.folder(path);
    }

    /** Lists a folder whose turn has come. */
    private void enter(Waiting due) throws SyncException {
        try {
            levels.push(new Level(
                    due.path, due.onDisk, due.attributes, DirectoryListing.sorted(due.onDisk, due.attributes)));
        } catch (NoSuchFileException gone) {
            return;
        } catch (IOException e) {
            tally.unreadableFolder(due.path, codeOf(due.onDisk));
        }
    }

    /** Gives the entry of a file, puts a folder aside until its turn, counts everything else. */
    private @Nullable SourceEntry visit(Level level) throws SyncException {
        int index = level.taken++;
        byte[] name = level.names[index];
        RelativePath path = level.path == null ? RelativePath.of(name) : level.path.child(name);
        if (!NativeNames.isUsable(name)) {
            level.holdsSomething = true;
            tally.unreadableFile(path, ErrorCode.PATH_INVALID);
            return null;
        }
        BasicFileAttributes attributes;
        try {
            attributes = level.looks.of(index);
        } catch (NoSuchFileException gone) {
            return null;
        } catch (IOException e) {
            level.holdsSomething = true;
            tally.unreadableFile(path, codeOf(NativeNames.resolve(level.onDisk, name)));
            return null;
        }
        if (attributes.isSymbolicLink()) {
            tally.link(path);
            return null;
        }
        if (attributes.isOther()) {
            tally.special(path);
            return null;
        }
        boolean leftOut = filter.leavesOut(path);
        if (!leftOut && !level.holdsSomething) {
            level.holdsSomething = true;
            noteInhabited();
        }
        if (attributes.isDirectory()) {
            level.waiting.push(new Waiting(path, name, NativeNames.resolve(level.onDisk, name), attributes));
            return null;
        }
        return leftOut ? filtered(path, attributes) : file(path, attributes);
    }

    private void noteInhabited() {
        if (levels.size() == 1 && !folder.equals(FolderName.ROOT)) {
            inhabited.add(folder);
        }
    }

    private @Nullable SourceEntry filtered(RelativePath path, BasicFileAttributes attributes) {
        tally.filtered(path, attributes.size());
        return null;
    }

    private @Nullable SourceEntry file(RelativePath path, BasicFileAttributes attributes) {
        if (path.isTooLong()) {
            tally.tooLong(path);
            return null;
        }
        tally.file();
        return SourceEntry.file(path, attributes.size(), Ticks.of(attributes.lastModifiedTime()));
    }

    /**
     * Whether a first-level folder is an entry of {@code .}: it can be listed, and holds neither a file nor a folder that is archived.
     * Where it cannot be listed, its own scan says so.
     */
    private boolean isHollow(Waiting candidate) throws SyncException {
        if (filter.leavesOut(candidate.path) || inhabited.contains(candidate.folder())) {
            return false;
        }
        Search search = new Search(candidate);
        try {
            DirectoryListing.list(candidate.onDisk, candidate.attributes, search);
        } catch (IOException unknown) {
            return false;
        }
        return !search.foundSomething;
    }

    /** What to call a failure to look at this path: Unix's own limit on lengths, in bytes, is told from all other reasons. */
    private static ErrorCode codeOf(Path onDisk) {
        return File.separatorChar == '/' && onDisk.toString().getBytes(UTF_8).length > UNIX_PATH_MAX
                ? ErrorCode.PATH_TOO_LONG
                : ErrorCode.FILE_UNREADABLE;
    }

    /** A folder that was looked at and whose turn comes later. */
    private static final class Waiting {
        private final RelativePath path;
        private final byte[] name;
        private final Path onDisk;
        private final BasicFileAttributes attributes;

        Waiting(RelativePath path, byte[] name, Path onDisk, BasicFileAttributes attributes) {
            this.path = path;
            this.name = name;
            this.onDisk = onDisk;
            this.attributes = attributes;
        }

        /** The folder of the index that a first-level folder is. */
        FolderName folder() throws SyncException {
            return FolderName.parse(path.text());
        }
    }

    /** A directory whose names are being gone through; names of folders are in the order of their names with {@code /} at the end. */
    private static final class Level {
        private final @Nullable RelativePath path;
        private final Path onDisk;
        private final byte[][] names;
        private final Looks looks;
        private final Deque<Waiting> waiting = new ArrayDeque<>();
        private int taken;
        private boolean holdsSomething;

        Level(@Nullable RelativePath path, Path onDisk, BasicFileAttributes attributes, byte[][] names) {
            this.path = path;
            this.onDisk = onDisk;
            this.names = names;
            looks = new Looks(onDisk, attributes, names);
        }

        boolean hasNames() {
            return taken < names.length;
        }

        /** Whether a folder waits and no name is left that comes before it: {@code a!} and {@code a.txt} come before {@code a/}. */
        boolean folderIsDue() {
            Waiting last = waiting.peek();
            return last != null && !(hasNames() && comesBefore(names[taken], last.name));
        }

        private static boolean comesBefore(byte[] name, byte[] folder) {
            return name.length > folder.length
                    && (name[folder.length] & 0xFF) < '/'
                    && Arrays.equals(name, 0, folder.length, folder, 0, folder.length);
        }
    }

    /** Looks through the names of a folder until it finds something that is archived, or that cannot be looked at. */
    private final class Search implements DirectoryListing.Names {
        private final Waiting in;
        private boolean foundSomething;

        Search(Waiting in) {
            this.in = in;
        }

        @Override
        public boolean take(byte[] name) throws SyncException {
            if (!NativeNames.isUsable(name)) {
                foundSomething = true;
                return false;
            }
            try {
                BasicFileAttributes attributes = Looks.at(NativeNames.resolve(in.onDisk, name));
                foundSomething =
                        !attributes.isSymbolicLink() && !attributes.isOther() && !filter.leavesOut(in.path.child(name));
            } catch (NoSuchFileException gone) {
                return true;
            } catch (IOException unknown) {
                foundSomething = true;
            }
            return !foundSomething;
        }
    }
}

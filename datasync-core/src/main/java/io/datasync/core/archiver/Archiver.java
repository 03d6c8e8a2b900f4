package io.datasync.core.archiver;

import io.datasync.core.archiver.ArchiverSettings.NewArchive;
import io.datasync.core.cycle.CycleParts;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.cycle.JobCycle;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.file.FileJournal;
import io.datasync.core.lease.RandomIds;
import io.datasync.core.preview.DryRun;
import io.datasync.core.preview.Preview;
import io.datasync.core.scan.ClockWatch;
import io.datasync.core.scan.StillnessRule;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.core.store.directory.DirectoryStore;
import io.datasync.core.verify.archive.ArchiveVerifier;
import io.datasync.core.verify.archive.Verification;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Archives a folder into another, file by file, with proof: a file counts as archived only after what the archive holds was found equal, by
 * SHA-256, to what was read, and is durable there (I-1, D-7). What is archived is never overwritten or deleted; of a changed file every version is
 * kept (I-2, D-6). Nothing is ever written to the source.
 *
 * <p>Three places are needed, none in another: the <em>source</em>; the <em>archive</em>; and a folder for the <em>memory</em>, which is made when it is
 * not there, belongs to this one pair of source and archive, and is worked with by one archiver at a time. With it the next call, in this process or
 * a later one, knows what is proven and what it has seen; lost, it is made good by reading the archive, except that files which vanished
 * meanwhile are not missed.
 *
 * <p>Thread-safe: {@link #archive}, {@link #verify} and {@link #preview} block, and wait for one another; {@link #stop} may be called from anywhere. Nothing is static.
 * Threads of its own run only during a call. After any failure the next call goes on where that one ended; a kill at any moment is made good the
 * same way.
 */
public final class Archiver implements AutoCloseable {
    private final Places places;
    private final Optional<ArchiveStore> given;
    private final ArchiverSettings settings;
    private final ArchiveListener listener;
    private final Clock clock;
    private final ClockWatch clockWatch;
    private final RandomIds ids;
    private final Stop stop = new Stop();
    private @Nullable Memory memory;
    private boolean closed;

    Archiver(
            Places places,
            Optional<ArchiveStore> given,
            ArchiverSettings settings,
            ArchiveListener listener,
            Clock clock,
            RandomIds ids) {
        this.places = places;
        this.given = given;
        this.settings = settings;
        this.listener = listener;
        this.clock = clock;
        this.clockWatch = new ClockWatch(clock, System::nanoTime);
        this.ids = ids;
    }

    /**
     * Begins to build one, over folders of this computer. Touches nothing.
     *
     * @param source the folder to be archived; not a link
     * @param archive the folder that is, or will be, the archive
     * @param memory the folder of the memory
     * @throws IllegalArgumentException when one is not a path of the default file system
     */
    public static ArchiverBuilder of(Path source, Path archive, Path memory) {
        return new ArchiverBuilder(
                new Places(source, Optional.of(Objects.requireNonNull(archive, "archive")), memory), Optional.empty());
    }

    /**
     * Begins to build one over an archive of any kind. Touches nothing.
     *
     * @param archive stays open when the archiver is closed: the caller closes it afterwards
     * @throws IllegalArgumentException as {@link #of(Path, Path, Path)}
     */
    public static ArchiverBuilder of(Path source, ArchiveStore archive, Path memory) {
        return new ArchiverBuilder(
                new Places(source, Optional.empty(), memory), Optional.of(Objects.requireNonNull(archive, "archive")));
    }

    /**
     * Archives what the source holds now: everything that is new or changed since the last call.
     *
     * <p>Returns when every file was tried. A file that cannot be archived holds up no other and is named in the result. What keeps the whole from being
     * archived is thrown, and leaves everything that was archived until then archived and on record. Repeating it sends nothing
     * twice.
     *
     * @throws SyncException {@code SOURCE_UNREACHABLE} or {@code SOURCE_CHANGED}: nothing is called vanished, see
     *     {@link ArchiverBuilder#acceptSource}; {@code SHARE_MISSING} when there is no archive and none was to be made, or one was made and is not
     *     there now; {@code SHARE_OCCUPIED} when it was to be made where files are, see {@link ArchiverBuilder#adoptFolder};
     *     {@code SHARE_FOREIGN} when the archive is another's; {@code NAME_EXISTS} when what is no folder has the place of one of the archive's own; {@code SHARE_FULL}, {@code SHARE_AUTH}, {@code SHARE_UNREACHABLE},
     *     {@code SHARE_UNSUPPORTED}, {@code SHARE_IO} and the like as the archive says; {@code HOME_BUSY} when another archiver works with the
     *     memory; {@code JOURNAL_IO} when the memory cannot be read or written; {@code JOURNAL_CORRUPT} when it is damaged, see
     *     {@link #setMemoryAside}; {@code CONFIGURATION_INVALID} when the three places came to lie in each other; {@code INTERRUPTED} after
     *     {@link #stop} or an interrupt of the thread, whose mark is then set
     * @throws IllegalStateException after {@link #close}
     */
    public synchronized ArchiveResult archive() throws SyncException {
        requireOpen();
        stop.check();
        places.requireApart();
        Memory known = memory();
        ArchiveStore store = store();
        try {
            Optional<SyncException> trouble = requireArchive(store, known);
            ArchiveResult result = cycle(store, known, trouble);
            known.shorten();
            return result;
        } finally {
            release(store);
        }
    }

    private ArchiveResult cycle(ArchiveStore store, Memory known, Optional<SyncException> trouble)
            throws SyncException {
        CycleEvents events = new CycleEvents(listener);
        CycleParts parts = new CycleParts(
                places.source(),
                known.journal(settings.job()),
                store,
                new StandaloneCoordinator(),
                clock,
                clockWatch,
                stop,
                stop::isGiven,
                known.writer(ids::text),
                Optional.empty(),
                ids::run);
        CycleResult result = new JobCycle(parts, settings.cycle(), events).run();
        if (result.failure().isPresent()) {
            throw result.failure().get();
        }
        if (trouble.isPresent() && result.run().isEmpty()) {
            // The cycle had nothing to archive, and so has not asked for the archive.
            throw trouble.get();
        }
        return new ArchiveResult(
                result.balance(),
                result.uploaded(),
                result.uploadedBytes(),
                events.adopted(),
                events.newVersions(),
                result.changes().held(),
                result.incompleteFolders(),
                result.took(),
                unarchived(result.failures()),
                unarchived(result.lostFiles()),
                unarchived(result.waiting()));
    }

    private static List<UnarchivedFile> unarchived(List<CycleResult.NamedFile> files) {
        return files.stream()
                .map(file -> new UnarchivedFile(file.path(), file.why()))
                .toList();
    }

    private Memory memory() throws SyncException {
        Memory open = memory;
        if (open == null) {
            open = Memory.open(places.memory(), clock);
            memory = open;
        }
        return open;
    }

    private ArchiveStore store() {
        return given.orElseGet(() -> DirectoryStore.at(places.archive().orElseThrow(), DirectoryOptions.DEFAULTS));
    }

    private void release(ArchiveStore store) {
        if (given.isEmpty()) {
            store.close();
        }
    }

    /**
     * The archive is made once, when asked for; afterwards it is demanded.
     *
     * @return why it cannot be looked at just now: the cycle, which notes before what the source holds, finds it out if it has anything to archive
     */
    private Optional<SyncException> requireArchive(ArchiveStore store, Memory known) throws SyncException {
        ArchiveMarker marker = settings.marker(places);
        if (known.archiveIsMade()) {
            return refuseForeign(store, marker);
        }
        if (settings.newArchive() == NewArchive.REFUSED) {
            requireOwn(store.marker(), marker);
        } else {
            make(store, marker);
        }
        known.noteArchiveMade(marker.job());
        return Optional.empty();
    }

    private static Optional<SyncException> refuseForeign(ArchiveStore store, ArchiveMarker own) throws SyncException {
        ArchiveMarker found;
        try {
            found = store.marker();
        } catch (SyncException e) {
            if (e.code() == ErrorCode.SHARE_FOREIGN || e.code() == ErrorCode.INTERRUPTED) {
                throw e;
            }
            return Optional.of(e);
        }
        requireOwn(found, own);
        return Optional.empty();
    }

    private void make(ArchiveStore store, ArchiveMarker marker) throws SyncException {
        if (settings.newArchive() == NewArchive.CREATED && !hasMarker(store) && !store.isVacant()) {
            throw SyncException.permanent(
                    ErrorCode.SHARE_OCCUPIED,
                    "There are files where the archive is to be made; adopting them takes them over");
        }
        store.create(marker);
    }

    private static boolean hasMarker(ArchiveStore store) throws SyncException {
        try {
            store.marker();
            return true;
        } catch (SyncException e) {
            if (e.code() == ErrorCode.SHARE_MISSING) {
                return false;
            }
            throw e;
        }
    }

    private static void requireOwn(ArchiveMarker found, ArchiveMarker own) throws SyncException {
        if (!found.sameOwner(own)) {
            throw SyncException.permanent(
                    ErrorCode.SHARE_FOREIGN,
                    "The archive is that of job " + found.job() + " of runner " + found.runner());
        }
    }

    /**
     * What {@link #archive} would do now. Writes nothing anywhere, makes no folder, reads no content and takes no lock, so that it may be asked while
     * another archiver is at work with the same memory. Repeating it is safe.
     *
     * @throws SyncException {@code SOURCE_UNREACHABLE}, {@code SOURCE_CHANGED}, {@code SHARE_FOREIGN}, {@code CONFIGURATION_INVALID},
     *     {@code JOURNAL_IO}, {@code JOURNAL_CORRUPT} and {@code INTERRUPTED} as {@link #archive}, and what the archive has against being looked
     *     at; that there is no archive is no failure but part of the answer
     * @throws IllegalStateException after {@link #close}
     */
    public synchronized Preview preview() throws SyncException {
        requireOpen();
        stop.check();
        places.requireApart();
        ArchiveStore store = store();
        try (FileJournal known = FileJournal.readOnly(places.memory())) {
            return new DryRun(
                            places.source(),
                            settings.filter(),
                            new StillnessRule(settings.quietPeriod()),
                            settings.threads(),
                            known.job(settings.job()),
                            store,
                            clock.instant())
                    .run(settings.marker(places));
        } finally {
            release(store);
        }
    }

    /**
     * Reads every file of the archive back and compares it with the digest in the memory, and, where the source still has the file as it was archived, with
     * the source's bytes. Of files that the memory does not know, because the source deleted them, the digest kept beside each counts. Earlier
     * versions are not read.
     *
     * <p>What is found bad is told, and nothing is changed, repaired or tried again. As far as the system allows, the archive is read as the disk
     * has it, past the cache. Repeating it reads everything once more.
     *
     * @throws SyncException {@code SHARE_MISSING} when there is no archive; {@code SHARE_FOREIGN} when it is another's; what else the archive as a
     *     whole has against being read, {@code SHARE_UNREACHABLE} and the like; {@code HOME_BUSY}, {@code JOURNAL_IO}, {@code JOURNAL_CORRUPT},
     *     {@code CONFIGURATION_INVALID} and {@code INTERRUPTED} as {@link #archive}. That the source is away is no failure but part of the answer
     * @throws IllegalStateException after {@link #close}
     */
    public synchronized Verification verify() throws SyncException {
        requireOpen();
        stop.check();
        places.requireApart();
        Memory known = memory();
        ArchiveStore store = store();
        try {
            requireOwn(store.marker(), settings.marker(places));
            return new ArchiveVerifier(
                            places.source(),
                            known.journal(settings.job()),
                            store,
                            settings.threads(),
                            clock,
                            stop::isGiven)
                    .run();
        } finally {
            release(store);
        }
    }

    /**
     * Gives a damaged memory another name, so that the next {@link #archive} begins with an empty one and proves everything again by reading the
     * archive back. For after {@code JOURNAL_CORRUPT}.
     *
     * @return the new name of what was there; empty when there was none
     * @throws SyncException {@code JOURNAL_IO}, {@code HOME_BUSY}: everything is as it was
     * @throws IllegalStateException after {@link #close}
     */
    public synchronized Optional<Path> setMemoryAside() throws SyncException {
        requireOpen();
        forgetMemory();
        return FileJournal.setAside(places.memory(), clock);
    }

    /**
     * Lets a call that is under way end soon, with {@code INTERRUPTED}, and every later one at once. Files at hand are given up, finished ones
     * are made durable and noted. Does not block; repeating it changes nothing. To go on, build another.
     */
    public void stop() {
        stop.give();
    }

    /** As {@link #stop}; then waits for a call that is under way, and frees the memory. Repeating it changes nothing; never throws. */
    @Override
    public void close() {
        stop();
        end();
    }

    private synchronized void end() {
        closed = true;
        forgetMemory();
    }

    private void forgetMemory() {
        Memory open = memory;
        memory = null;
        if (open != null) {
            open.close();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The archiver is closed");
        }
    }
}

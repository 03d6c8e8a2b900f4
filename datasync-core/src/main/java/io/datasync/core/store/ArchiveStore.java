package io.datasync.core.store;

import io.datasync.core.failure.SyncException;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Holds the archived files of one job by relative path.
 *
 * <p>An implementation guarantees that
 *
 * <ul>
 *   <li>a file appears under its name whole or not at all, and never replaces another (D-6, I-2);
 *   <li>a file whose {@link #publish} returned is listed and readable;
 *   <li>everything published, retired and made before a {@link #barrier} returned survives a power cut (D-7);
 *   <li>an absent archive is never taken for an empty one: every method but {@link #create}, {@link #isVacant} and {@link #peek} throws
 *       {@code SHARE_MISSING} when the archive's marker is not there;
 *   <li>names are escaped reversibly as its capabilities say, so that no two paths share a file (D-16); where the share takes two
 *       spellings for one name, every method that takes a path refuses the one that came later with {@code NAME_EXISTS}.
 * </ul>
 *
 * <p>Thread-safe for different paths and staging names; every call blocks. Every method may throw {@code SHARE_UNREACHABLE},
 * {@code SHARE_AUTH}, {@code SHARE_FULL}, {@code SHARE_THROTTLED}, {@code SHARE_IO} and {@code SHARE_MISSING}, after which nothing has
 * changed, and {@code OUTCOME_UNKNOWN}, after which it may have: repeating with the same arguments is safe (I-12). So is repeating a call
 * that was cut in its middle by a crash. Each may throw {@code SHARE_FOREIGN} when another archive has taken the place of this one, and
 * {@code INTERRUPTED} when its thread was interrupted, which leaves the thread's mark set; each that takes a path may throw
 * {@code PATH_TOO_LONG}.
 *
 * <p>A link on the share is never followed: for every method it is something that has the name, and neither a file nor a folder.
 */
public interface ArchiveStore extends AutoCloseable {
    /**
     * What this store can do. Does not block and never fails. Found out when the archive is first looked at, by any other method; until
     * then it tells the least.
     */
    StoreCapabilities capabilities();

    /**
     * Makes the archive with its marker, {@code .datasync/job.json}. An archive of the same job and runner stays as it is.
     *
     * <p>For the first time a job is seen, and never as an answer to {@code SHARE_MISSING}: it would take an absent share for an empty one.
     *
     * @throws SyncException {@code SHARE_FOREIGN} when the archive belongs to another job or runner
     */
    void create(ArchiveMarker marker) throws SyncException;

    /**
     * Whether nothing lies where the archive is or will be, {@code .datasync} aside. Whoever is about to {@link #create} asks first, and takes
     * over what somebody else put there only when told to (USE-1). Whether a place that is not there at all is one where an archive can be made
     * is for {@link #create} to find out.
     */
    boolean isVacant() throws SyncException;

    /**
     * The file that lies where a file of this name would be archived, whether or not there is an archive: with a marker as {@link #find},
     * without one what would be taken over (USE-1). Writes nothing.
     */
    Optional<StoredFile> peek(RelativePath path) throws SyncException;

    /**
     * The archive's marker.
     *
     * @throws SyncException {@code SHARE_MISSING} when there is no archive; {@code SHARE_FOREIGN} when its marker cannot be read as one
     */
    ArchiveMarker marker() throws SyncException;

    /**
     * Begins a file in staging, replacing what an earlier attempt left under the same staging name.
     *
     * @param sizeBytes the exact length that will be written
     */
    StagedFile stage(StagingName name, long sizeBytes) throws SyncException;

    /**
     * Begins a file in staging as {@link #stage} does, but keeps what an earlier attempt left under the same staging name: each range that
     * is written is compared with what the share has there, and sent only where that differs (D-14). Where nothing is left, or where the
     * store cannot ({@link StoreCapabilities#resumes}), it is {@link #stage}.
     *
     * @param sizeBytes the exact length that will be written; what is left beyond it is cut off
     */
    StagedFile resume(StagingName name, long sizeBytes) throws SyncException;

    /**
     * Reads back a file that is staged.
     *
     * @throws SyncException {@code NAME_MISSING}
     */
    InputStream openStaged(StagingName name) throws SyncException;

    /**
     * Moves a finished staged file to its final name, with its facts as metadata; makes the folders above it. Never replaces.
     *
     * <p>Repeating it after it happened changes nothing: when nothing is staged and the file at {@code to} has the digest of the facts,
     * by its bytes, it returns.
     *
     * @throws SyncException {@code NAME_EXISTS} when anything else has the name, or something that is no folder has the name of a folder
     *     above it: then the staged file is still there; {@code NAME_MISSING} when nothing is staged under the name;
     *     {@code SHARE_UNSUPPORTED} when it cannot publish without replacing
     */
    void publish(StagingName staged, RelativePath to, StoredFacts facts) throws SyncException;

    /** The file under this name, with the digest kept for it, or empty. A folder is not a file. */
    Optional<StoredFile> find(RelativePath path) throws SyncException;

    /**
     * Reads a file, as far as possible as the share has it and not as a cache on this side remembers it: what is read proves a file that
     * somebody else, or an earlier run, has written. The next {@link #barrier} covers the file as if it had been published now.
     *
     * @throws SyncException {@code NAME_MISSING}
     */
    InputStream open(RelativePath path) throws SyncException;

    /**
     * Moves a file to {@code .datasync/versions/<path>/<version>}, never replacing. Repeating it after it happened changes nothing: when
     * there is no such file but that version, it returns.
     *
     * @throws SyncException {@code NAME_EXISTS} when both are there: then the file is untouched; {@code NAME_MISSING} when neither is;
     *     {@code SHARE_UNSUPPORTED} as {@link #publish}
     */
    void retire(RelativePath path, VersionName version) throws SyncException;

    /** The version of a file, or empty. */
    Optional<StoredFile> findVersion(RelativePath path, VersionName version) throws SyncException;

    /**
     * Reads a version.
     *
     * @throws SyncException {@code NAME_MISSING}
     */
    InputStream openVersion(RelativePath path, VersionName version) throws SyncException;

    /**
     * Makes a folder and those above it. Repeating it changes nothing.
     *
     * @throws SyncException {@code NAME_EXISTS} when something that is no folder has the name of one of them
     */
    void makeFolder(RelativePath path) throws SyncException;

    /**
     * Removes a folder that holds no file, with the folders in it that hold none either, so that a file can have its name. Never removes
     * anything but folders. Repeating it changes nothing: when nothing has the name, it returns.
     *
     * @throws SyncException {@code NAME_EXISTS} when it holds anything but folders, or when something that is no folder has the name or
     *     the name of a folder above it; empty folders in it may be gone then
     */
    void removeEmptyFolder(RelativePath path) throws SyncException;

    /**
     * Makes durable everything whose call returned before this one began. Costs about as much for a thousand files as for one.
     *
     * <p>After a failure nothing is known about what was done since the last barrier that returned: a share may forget its own failure
     * to write, so that a repeat succeeds without having written. Files of that time must be proven again.
     */
    void barrier() throws SyncException;

    /** What lies in staging, in no order, at most {@code max} names. */
    List<StagingName> staged(int max) throws SyncException;

    /** Removes a staged file. Repeating it changes nothing. */
    void discard(StagingName name) throws SyncException;

    /** A small file of the archive's own, or empty. */
    Optional<byte[]> control(ControlName name) throws SyncException;

    /**
     * Writes a small file of the archive's own, whole, replacing an earlier one; durable when it returns.
     *
     * @throws IllegalArgumentException as {@link ControlName#requireWritable}
     */
    void writeControl(ControlName name, byte[] content) throws SyncException;

    /**
     * Writes a small file of the archive's own, whole, and never replaces one; durable when it returns. For what is written once and for
     * all, such as a certificate (D-9). Repeating it changes nothing: when a file with this very content has the name, it returns.
     *
     * @throws SyncException {@code NAME_EXISTS} when anything else has the name, which is untouched; {@code SHARE_UNSUPPORTED} as
     *     {@link #publish}
     * @throws IllegalArgumentException as {@link ControlName#requireWritable}
     */
    void createControl(ControlName name, byte[] content) throws SyncException;

    /**
     * The small files that lie directly in one folder of the archive's own, in no order, at most {@code max}. A folder that is not there has
     * none.
     *
     * @param folder such as {@code losses} or {@code certificates/2026-04-23}
     * @throws IllegalArgumentException as {@link ControlName#requireFolder}
     */
    List<ControlName> controls(String folder, int max) throws SyncException;

    /**
     * Removes a small file of the archive's own. Repeating it changes nothing.
     *
     * @throws IllegalArgumentException when it is the marker
     */
    void removeControl(ControlName name) throws SyncException;

    /** The intents that an interrupted change of version left, at most {@code max} (D-6). */
    List<ControlName> intents(int max) throws SyncException;

    /**
     * Every file of the archive, in no order, without {@code .datasync}, and without its digest, which would cost a request each (D-4).
     * What has a name that no path of a source is written as is no file of the archive.
     *
     * @param visitor called in the calling thread
     */
    void list(StoredFileVisitor visitor) throws SyncException;

    /**
     * As {@link #list(StoredFileVisitor)}, the files of one folder alone, those of its subfolders among them; for {@link FolderName#ROOT} what
     * lies directly under the root. A folder that is not there has no files.
     *
     * @param visitor called in the calling thread
     */
    void list(FolderName folder, StoredFileVisitor visitor) throws SyncException;

    /**
     * The folders of the first level that are there, with files or without, in no order, at most {@code max}; never {@link FolderName#ROOT}, and
     * without what has a name that no folder of a source is written as.
     */
    List<FolderName> folders(int max) throws SyncException;

    /** Frees what it holds. Repeating it changes nothing; never throws. */
    @Override
    void close();
}

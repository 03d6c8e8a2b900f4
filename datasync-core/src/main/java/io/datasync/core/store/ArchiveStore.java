package io.datasync.core.store;

import io.datasync.core.failure.SyncException;
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
 *   <li>an absent archive is never taken for an empty one: every method but {@link #create} throws {@code SHARE_MISSING} when the
 *       archive's marker is not there;
 *   <li>names are escaped reversibly as its capabilities say, so that no two paths share a file (D-16).
 * </ul>
 *
 * <p>Thread-safe for different paths and staging names; every call blocks. Every method may throw {@code SHARE_UNREACHABLE},
 * {@code SHARE_AUTH}, {@code SHARE_FULL}, {@code SHARE_THROTTLED}, {@code SHARE_IO} and {@code SHARE_MISSING}, after which nothing has
 * changed, and {@code OUTCOME_UNKNOWN}, after which it may have: repeating with the same arguments is safe (I-12).
 */
public interface ArchiveStore extends AutoCloseable {
    /** What this store can do. Does not block and never fails. */
    StoreCapabilities capabilities();

    /**
     * Makes the archive with its marker, {@code .datasync/job.json}. Repeating it with an equal marker changes nothing.
     *
     * @throws SyncException {@code SHARE_FOREIGN} when the archive belongs to another job or runner
     */
    void create(ArchiveMarker marker) throws SyncException;

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
     * Reads back a file that is staged.
     *
     * @throws SyncException {@code NAME_MISSING}
     */
    InputStream openStaged(StagingName name) throws SyncException;

    /**
     * Moves a finished staged file to its final name, with its facts as metadata; makes the folders above it. Never replaces.
     *
     * @throws SyncException {@code NAME_EXISTS} when anything has the name: then the staged file is still there; {@code NAME_MISSING}
     *     when nothing is staged under the name; {@code PATH_TOO_LONG}; {@code SHARE_UNSUPPORTED} when it cannot publish without replacing
     */
    void publish(StagingName staged, RelativePath to, StoredFacts facts) throws SyncException;

    /** The file under this name, or empty. A folder is not a file. */
    Optional<StoredFile> find(RelativePath path) throws SyncException;

    /**
     * Reads a file.
     *
     * @throws SyncException {@code NAME_MISSING}
     */
    InputStream open(RelativePath path) throws SyncException;

    /**
     * Moves a file to {@code .datasync/versions/<path>/<version>}, never replacing.
     *
     * @throws SyncException {@code NAME_EXISTS} when that version is there already; {@code NAME_MISSING} when there is no such file
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
     * @throws SyncException {@code NAME_EXISTS} when a file has the name of one of them
     */
    void makeFolder(RelativePath path) throws SyncException;

    /** Makes everything done before durable. Costs about as much for a thousand files as for one. */
    void barrier() throws SyncException;

    /** What lies in staging, in no order, at most {@code max} names. */
    List<StagingName> staged(int max) throws SyncException;

    /** Removes a staged file. Repeating it changes nothing. */
    void discard(StagingName name) throws SyncException;

    /** A small file of the archive's own, or empty. */
    Optional<byte[]> control(ControlName name) throws SyncException;

    /** Writes a small file of the archive's own, whole, replacing an earlier one; durable when it returns. */
    void writeControl(ControlName name, byte[] content) throws SyncException;

    /** Removes a small file of the archive's own. Repeating it changes nothing. */
    void removeControl(ControlName name) throws SyncException;

    /** The intents that an interrupted change of version left, at most {@code max} (D-6). */
    List<ControlName> intents(int max) throws SyncException;

    /**
     * Every file of the archive, in no order, without {@code .datasync}.
     *
     * @param visitor called in the calling thread
     */
    void list(StoredFileVisitor visitor) throws SyncException;

    /** Frees what it holds. Repeating it changes nothing; never throws. */
    @Override
    void close();
}

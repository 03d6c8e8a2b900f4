package io.datasync.core.archiver;

/**
 * Is told what a call of {@link Archiver#archive} does, while it does it.
 *
 * <p>Called in threads of the archiver, one call at a time, and should return soon: files wait meanwhile. What it throws is a bug of its own; it
 * ends the call of the archiver, which passes it on, and loses nothing that was archived. It may call {@link Archiver#stop}, and no other
 * method of the archiver.
 */
public interface ArchiveListener {
    /** Hears nothing. */
    ArchiveListener NONE = new ArchiveListener() {};

    /** A file is archived: durable in the archive, and on record. */
    default void archived(ArchivedFile file) {}

    /** A file could not be archived by this call, after all its tries; the next call tries again. */
    default void failed(UnarchivedFile file) {}

    /** A file changed while it was read, and waits until it holds still; once for each reading in vain. */
    default void beingWritten(UnarchivedFile file) {}

    /** How far the call is: after the source was listed, then after each batch of files. */
    default void progress(ArchiveProgress progress) {}
}

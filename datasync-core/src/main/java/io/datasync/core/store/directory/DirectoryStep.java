package io.datasync.core.store.directory;

/** The moments in the work of a {@link DirectoryStore} between which a crash leaves a different state on the disk. */
public enum DirectoryStep {
    /** A staged file has its facts, and no final name yet. */
    FACTS_KEPT,
    /** A staged file has its final name, and its staging name still. */
    PUBLISHED,
    /** A file has the name of a version, and its final name still. */
    RETIRED,
    /** A control file is whole under a temporary name. */
    CONTROL_WRITTEN,
    /** A control file has its name; its folder is not durable yet. */
    CONTROL_NAMED,
    /** A new archive has its folders, and no marker yet. */
    FOLDERS_MADE
}

package io.datasync.core.repair;

import io.datasync.core.path.FolderName;

/** Is told how a repair gets on, in its thread; must not throw. */
public interface RepairListener {
    /** Listens to nothing. */
    RepairListener NONE = new RepairListener() {};

    /** A change was made, or would have been in a dry run. */
    default void changed(RowChange change) {}

    /** A run changed the folder meanwhile: it is looked at again, or left for the next repair. */
    default void overtaken(FolderName folder) {}

    /** A folder is done. */
    default void folderDone(FolderName folder) {}
}

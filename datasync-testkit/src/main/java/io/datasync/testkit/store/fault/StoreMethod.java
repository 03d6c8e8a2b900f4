package io.datasync.testkit.store.fault;

/** The calls of a store, to name the ones that shall fail. */
public enum StoreMethod {
    CREATE(true),
    IS_VACANT(false),
    PEEK(false),
    MARKER(false),
    STAGE(true),
    RESUME(true),
    WRITE(true),
    FINISH(true),
    OPEN_STAGED(false),
    PUBLISH(true),
    FIND(false),
    OPEN(false),
    RETIRE(true),
    FIND_VERSION(false),
    OPEN_VERSION(false),
    MAKE_FOLDER(true),
    REMOVE_EMPTY_FOLDER(true),
    BARRIER(true),
    STAGED(false),
    DISCARD(true),
    CONTROL(false),
    WRITE_CONTROL(true),
    REMOVE_CONTROL(true),
    CREATE_CONTROL(true),
    CONTROLS(false),
    INTENTS(false),
    LIST(false),
    LIST_FOLDER(false),
    FOLDERS(false);

    private final boolean changes;

    StoreMethod(boolean changes) {
        this.changes = changes;
    }

    /** Whether it changes what is stored, so that a crash before it and one after it differ. */
    public boolean changes() {
        return changes;
    }

    /** Whether it moves the bytes of a file, of which a bit can be turned on the way. */
    public boolean carriesBytes() {
        return this == WRITE || this == OPEN_STAGED || this == OPEN || this == OPEN_VERSION;
    }
}

package io.datasync.core.store.decorated;

import java.util.Locale;

/** The calls of a store, of its staged files and of its streams; a bounded set of labels for metrics. */
public enum StoreOperation {
    CREATE(true),
    IS_VACANT(true),
    PEEK(true),
    MARKER(true),
    STAGE(true),
    RESUME(true),
    /** One range. After {@code OUTCOME_UNKNOWN} it is not known what is staged, so that is not repeated. */
    WRITE(true),
    /** Its failure may be told once only. */
    FINISH(false),
    OPEN_STAGED(true),
    PUBLISH(true),
    FIND(true),
    OPEN(true),
    RETIRE(true),
    FIND_VERSION(true),
    OPEN_VERSION(true),
    MAKE_FOLDER(true),
    REMOVE_EMPTY_FOLDER(true),
    /** A repeat may succeed without having written what the first one could not (D-7). */
    BARRIER(false),
    STAGED(true),
    DISCARD(true),
    CONTROL(true),
    WRITE_CONTROL(true),
    CREATE_CONTROL(true),
    REMOVE_CONTROL(true),
    CONTROLS(true),
    INTENTS(true),
    /** The visitor has been given files already. */
    LIST(false),
    LIST_FOLDER(false),
    FOLDERS(true),
    /** Reading a stream to its end or close. */
    READ(false);

    private final boolean repeatable;

    StoreOperation(boolean repeatable) {
        this.repeatable = repeatable;
    }

    /** Whether the port allows the same call again after a failure that may pass. */
    boolean repeatable() {
        return repeatable;
    }

    /** As a label: lower case with underscores. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

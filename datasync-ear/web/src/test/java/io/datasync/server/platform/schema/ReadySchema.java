package io.datasync.server.platform.schema;

/** A schema that is up to date. */
public final class ReadySchema {
    private ReadySchema() {}

    /** As after the migration. */
    public static SchemaState now() {
        var state = new SchemaState();
        state.nowReady();
        return state;
    }
}

package io.datasync.server.platform.schema;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Whether the schema is up to date and everything that depends on it is prepared. Thread-safe. */
@ApplicationScoped
public class SchemaState {
    private volatile Optional<String> failure = Optional.of("the schema was not looked at yet");

    /** Whether tables may be used. */
    public boolean ready() {
        return failure.isEmpty();
    }

    /** Why they may not; empty when they may. */
    public Optional<String> failure() {
        return failure;
    }

    void nowReady() {
        failure = Optional.empty();
    }

    void failed(String reason) {
        failure = Optional.of(reason);
    }
}

package io.datasync.core.store.decorated;

/** Is told of each call of an {@link ObservedStore}; metrics hang here. */
@FunctionalInterface
public interface StoreListener {
    /** Takes note, in the thread of the call, before its caller goes on: must not block and must not throw. */
    void called(StoreEvent event);
}

package io.datasync.testkit.fault;

/**
 * One call that a twin is about to make.
 *
 * @param part what it goes to
 * @param name the method, such as {@code PUBLISH} of a store or {@code recordVerified} of a journal; a few have names of their own where one
 *     method does several things
 * @param changes whether it changes anything that outlives the process, so that a crash before it and one after it differ
 */
public record Call(Part part, String name, boolean changes) {
    @Override
    public String toString() {
        return part + "." + name;
    }
}

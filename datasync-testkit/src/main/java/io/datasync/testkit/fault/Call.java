package io.datasync.testkit.fault;

/**
 * One call that a twin is about to make.
 *
 * @param part what it goes to
 * @param name the method, such as {@code PUBLISH} of a store or {@code recordVerified} of a journal; a few have names of their own where one
 *     method does several things
 * @param changes whether it changes anything that outlives the process, so that a crash before it and one after it differ
 * @param carriesBytes whether it moves the bytes of a file, of which a bit can be turned on the way
 */
public record Call(Part part, String name, boolean changes, boolean carriesBytes) {
    @Override
    public String toString() {
        return part + "." + name;
    }
}

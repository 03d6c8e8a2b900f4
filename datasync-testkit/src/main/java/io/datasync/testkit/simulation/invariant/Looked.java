package io.datasync.testkit.simulation.invariant;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which lists an invariant has looked at. Lists never change, so the same list need not be looked at again. */
final class Looked<K> {
    private final Map<K, List<?>> lists = new HashMap<>();

    /** Whether this list was not the last that was looked at; from now on it is. */
    @SuppressWarnings("ReferenceEquality") // an equal list may have other rows, and to compare them is what it saves
    boolean isNew(K what, List<?> list) {
        return lists.put(what, list) != list;
    }

    /** Everything is to be looked at again. */
    void forget() {
        lists.clear();
    }
}

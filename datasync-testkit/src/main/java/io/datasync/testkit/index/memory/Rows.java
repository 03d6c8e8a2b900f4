package io.datasync.testkit.index.memory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows by their keys, in the order of these, and lists of those that belong to the same owner. A list is made when it is asked for and kept until
 * a row of that owner changes, so that whoever has seen a list knows it again.
 */
final class Rows<K extends Comparable<K>, V, O> extends TreeMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final transient Function<V, O> owner;
    private final transient Map<O, List<V>> lists = new HashMap<>();

    Rows(Function<V, O> owner) {
        this.owner = owner;
    }

    /** All rows of an owner; the same list as long as none of them changes. */
    List<V> of(O whose) {
        return lists.computeIfAbsent(whose, any -> values().stream()
                .filter(row -> owner.apply(row).equals(whose))
                .toList());
    }

    private void forget(@Nullable V row) {
        if (row != null) {
            lists.remove(owner.apply(row));
        }
    }

    @Override
    public @Nullable V put(K key, V row) {
        V before = super.put(key, row);
        forget(before);
        forget(row);
        return before;
    }

    @Override
    public @Nullable V remove(Object key) {
        V before = super.remove(key);
        forget(before);
        return before;
    }

    @Override
    public void clear() {
        super.clear();
        lists.clear();
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> rows) {
        super.putAll(rows);
        lists.clear();
    }

    @Override
    public @Nullable V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends @Nullable V> change) {
        lists.clear();
        return super.computeIfPresent(key, change);
    }
}

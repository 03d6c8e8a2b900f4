package io.datasync.core.purge;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the purges seen say about the order of deletion (D-11). Immutable.
 *
 * <p>A purge speaks for each order that explains it, and against the others. One that all orders explain says nothing about which it is,
 * and is not kept. An order is learned when all purges kept speak for it, at least {@value #PURGES_MIN} of them, and at least
 * {@value #AGAINST_MIN} against each other order; so any purge against it unlearns it.
 *
 * @param purges the orders that explain each of the last purges that said anything, newest first, at most {@value #PURGES_MAX}
 * @param unexplained how many purges in a row, up to the last, no order explains
 */
record OrderEvidence(List<Set<PurgeOrder>> purges, int unexplained) {
    static final int PURGES_MAX = 8;
    static final OrderEvidence NONE = new OrderEvidence(List.of(), 0);
    private static final int PURGES_MIN = 3;
    private static final int AGAINST_MIN = 2;
    private static final int UNEXPLAINED_MIN = 2;

    /** Of the smaller group, vanished or surviving files, one in so many may be out of an order that explains a purge. */
    private static final long STRAYS_ONE_IN = 10;

    OrderEvidence {
        purges = purges.stream().limit(PURGES_MAX).map(Set::copyOf).toList();
        unexplained = Math.min(unexplained, UNEXPLAINED_MIN);
    }

    /** With what one more scan saw; without files that went and files that stayed, it says nothing. */
    OrderEvidence plus(long vanished, long survivors, Disorder disorder) {
        if (vanished <= 0 || survivors <= 0) {
            return this;
        }
        Set<PurgeOrder> explain = Arrays.stream(PurgeOrder.values())
                .filter(order -> disorder.of(order) * STRAYS_ONE_IN <= Math.min(vanished, survivors))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(PurgeOrder.class)));
        int row = explain.isEmpty() ? unexplained + 1 : 0;
        return explain.size() == PurgeOrder.values().length
                ? new OrderEvidence(purges, row)
                : new OrderEvidence(
                        Stream.concat(Stream.of(explain), purges.stream()).toList(), row);
    }

    /** The order, once it is learned. */
    Optional<PurgeOrder> learned() {
        return Arrays.stream(PurgeOrder.values()).filter(this::isLearned).findFirst();
    }

    private boolean isLearned(PurgeOrder order) {
        return purges.size() >= PURGES_MIN
                && against(order) == 0
                && Arrays.stream(PurgeOrder.values())
                        .allMatch(other -> other == order || against(other) >= AGAINST_MIN);
    }

    private long against(PurgeOrder order) {
        return purges.stream().filter(explain -> !explain.contains(order)).count();
    }

    /** Whether files go that no order lets expect: then each may be the next. */
    boolean isWithoutOrder() {
        return unexplained >= UNEXPLAINED_MIN;
    }
}

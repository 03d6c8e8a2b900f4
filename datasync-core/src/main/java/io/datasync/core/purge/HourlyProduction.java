package io.datasync.core.purge;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What was made in each hour in which anything was, of the last {@value #HOURS_MAX} such hours: 14 days of work, however long the pauses
 * between them (D-11). Hours are counted from 1970 in UTC. Immutable; what changes it gives another one.
 *
 * @param hours what was made in each
 */
record HourlyProduction(NavigableMap<Long, Volume> hours) {
    /** 14 days of 24 hours. */
    static final int HOURS_MAX = 336;

    static final HourlyProduction NONE = new HourlyProduction(new TreeMap<>());

    private static final long HOUR_SECONDS = Duration.ofHours(1).toSeconds();

    /** How long after its last file a source counts as idle, and what counts as recent: this hour and so many before it. */
    private static final int RECENT_HOURS = 1;

    private static final int PERCENTILE = 95;
    private static final int WHOLE = 100;

    HourlyProduction {
        NavigableMap<Long, Volume> kept = new TreeMap<>(hours);
        kept.values().removeIf(Volume::isNone);
        while (kept.size() > HOURS_MAX) {
            kept.pollFirstEntry();
        }
        hours = Collections.unmodifiableNavigableMap(kept);
    }

    /** The hour of a time. */
    static long hourOf(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), HOUR_SECONDS);
    }

    /**
     * With what was made besides. When hours lie ahead of now, the clock was put back (D-25): they are moved together so that they end with
     * the hour before this one, since how much was made in them is true all the same.
     */
    HourlyProduction plus(Map<Long, Volume> made, Instant now) {
        NavigableMap<Long, Volume> sum = new TreeMap<>();
        long ahead = hours.isEmpty() ? 0 : hours.lastKey() - hourOf(now);
        hours.forEach((hour, volume) -> sum.put(ahead > 0 ? hour - ahead - 1 : hour, volume));
        made.forEach((hour, volume) -> sum.merge(hour, volume, Volume::plus));
        return new HourlyProduction(sum);
    }

    /** The rate; empty when nothing was ever made. */
    Optional<ProductionRate> rate(Instant now) {
        if (hours.isEmpty()) {
            return Optional.empty();
        }
        long current = hourOf(now);
        NavigableMap<Long, Volume> ended = hours.headMap(current, false);
        NavigableMap<Long, Volume> judged = ended.isEmpty() ? hours : ended;
        Volume usual = new Volume(percentile(judged, Volume::files), percentile(judged, Volume::bytes));
        Volume all = hours.values().stream().reduce(Volume.NONE, Volume::plus);
        double span = Math.max(1, current - hours.firstKey() + 1);
        return Optional.of(new ProductionRate(usual.max(recent(now)), all.files() / span, all.bytes() / span));
    }

    /** An hour's worth of what was made since the hour before this one began, rounded up. */
    private Volume recent(Instant now) {
        long current = hourOf(now);
        Volume made = hours.subMap(current - RECENT_HOURS, true, current, true).values().stream()
                .reduce(Volume.NONE, Volume::plus);
        double hoursLong = RECENT_HOURS + Math.floorMod(now.getEpochSecond(), HOUR_SECONDS) / (double) HOUR_SECONDS;
        return new Volume((long) Math.ceil(made.files() / hoursLong), (long) Math.ceil(made.bytes() / hoursLong));
    }

    private static long percentile(Map<Long, Volume> judged, ToLongFunction<Volume> part) {
        long[] sorted = judged.values().stream().mapToLong(part).sorted().toArray();
        return sorted[(sorted.length * PERCENTILE + WHOLE - 1) / WHOLE - 1];
    }

    /** Since when nothing was made: the end of the last hour in which anything was, if that is two hours ago; empty while it goes on. */
    Optional<Instant> idleSince(Instant now) {
        if (hours.isEmpty() || hours.lastKey() >= hourOf(now) - RECENT_HOURS) {
            return Optional.empty();
        }
        return Optional.of(Instant.ofEpochSecond((hours.lastKey() + 1) * HOUR_SECONDS));
    }

    @Override
    public String toString() {
        return Arrays.toString(hours.entrySet().toArray());
    }
}

package io.datasync.core.drain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Many leases that expire at once are one event (RUN-7), as when a network was away: one alert, and for a while longer leases and fewer
 * runs, so that those who come back together do not lose their leases again. It ends by itself. Immutable, of bounded size.
 *
 * @param recent what expired lately, oldest first
 * @param since when the event began; empty when there is none. Whoever sees it appear alerts once
 * @param lastAt when the last of it expired
 */
public record LeaseStorm(List<Expired> recent, Optional<Instant> since, Instant lastAt) {
    /** Nothing expired. */
    public static final LeaseStorm NONE = new LeaseStorm(List.of(), Optional.empty(), Instant.EPOCH);

    /** What expires within this time is remembered as one. */
    static final Duration BUCKET = Duration.ofSeconds(10);

    /**
     * Leases that expired.
     *
     * @param at when the first of them was noticed
     * @param leases how many
     * @param living how many runs lived before
     */
    public record Expired(Instant at, long leases, long living) {}

    public LeaseStorm {
        recent = List.copyOf(recent);
    }

    /**
     * After leases were looked at.
     *
     * @param expired how many expired since the last look, 0 or more
     * @param living how many runs lived before, those that expired included
     */
    public LeaseStorm looked(int expired, int living, Instant now, StormSettings settings) {
        if (expired < 0 || living < expired) {
            throw new IllegalArgumentException("Not possible: " + expired + " of " + living + " expired");
        }
        LeaseStorm before = at(now, settings);
        if (expired == 0) {
            return before;
        }
        List<Expired> all = before.with(new Expired(now, expired, living));
        long leases = 0;
        long most = 0;
        for (Expired one : all) {
            leases += one.leases();
            most = Math.max(most, one.living());
        }
        boolean many = leases >= settings.expiredLeast() && leases * 100 >= most * settings.percent();
        return many
                ? new LeaseStorm(all, before.since.or(() -> Optional.of(now)), now)
                : new LeaseStorm(all, before.since, before.lastAt);
    }

    private List<Expired> with(Expired next) {
        List<Expired> all = new ArrayList<>(recent);
        int last = all.size() - 1;
        if (last >= 0 && next.at().isBefore(all.get(last).at().plus(BUCKET))) {
            Expired same = all.get(last);
            all.set(
                    last,
                    new Expired(same.at(), same.leases() + next.leases(), Math.max(same.living(), next.living())));
        } else {
            all.add(next);
        }
        return all;
    }

    /** As time alone makes it. */
    public LeaseStorm at(Instant now, StormSettings settings) {
        List<Expired> kept = recent.stream()
                .filter(one -> now.isBefore(one.at().plus(settings.window())))
                .toList();
        boolean over = since.isPresent() && !now.isBefore(lastAt.plus(settings.calmAfter()));
        return new LeaseStorm(kept, over ? Optional.empty() : since, lastAt);
    }

    /** How long leases are now. */
    public Duration lease(Duration usual, Instant now, StormSettings settings) {
        return at(now, settings).since.isPresent() ? usual.multipliedBy(settings.leaseFactor()) : usual;
    }

    /** How many runs may live now: one at least. */
    public int livingMax(int usual, Instant now, StormSettings settings) {
        return at(now, settings).since.isPresent()
                ? (int) Math.max(1, (long) usual * settings.concurrencyPercent() / 100)
                : usual;
    }
}

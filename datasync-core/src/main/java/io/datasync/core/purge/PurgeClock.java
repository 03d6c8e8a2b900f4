package io.datasync.core.purge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When files of a pool will be deleted (CORE-9, D-11).
 *
 * <p>A file's deadline follows from its rank: what the pool still has room for, and what is deleted before the file, must be produced first.
 * {@code docs/reference/purge-clock.md} has the formulae with what they assume and how far they can be wrong.
 */
public final class PurgeClock {
    /** No forecast reaches further. */
    public static final Duration HORIZON = Duration.ofDays(3_650);

    private static final double HOUR_SECONDS = 3_600;

    private final PurgePool pool;
    private final Volume present;
    private final ProductionRate rate;
    private final Optional<Volume> batch;

    /**
     * The clock of a pool.
     *
     * @param present the files that are in it now, excluded and foreign ones too
     * @param batch the most that one purge deletes; empty when no purge was ever seen, and then the first may take everything
     */
    public PurgeClock(PurgePool pool, Volume present, ProductionRate rate, Optional<Volume> batch) {
        this.pool = pool;
        this.present = present;
        this.rate = rate;
        this.batch = batch;
    }

    /**
     * When the first unarchived file of a job will be deleted.
     *
     * @param pool the job's pool; empty when it has none
     * @param own what the job's scans taught
     * @param neighbours what those of the pool's other jobs taught
     * @param standings where the job's unarchived files stood at that scan
     * @param now the time of the job's last scan, to which all this applies; the forecast holds later too, as its times are absolute
     */
    public static PurgeForecast forecast(
            Optional<PurgePool> pool, PurgeMemory own, List<PurgeMemory> neighbours, Standings standings, Instant now) {
        if (pool.isEmpty() || !pool.get().hasLimit()) {
            return new PurgeForecast.Unknown(PurgeForecast.Reason.NO_LIMIT);
        }
        List<PurgeMemory> all = new ArrayList<>(neighbours);
        all.add(own);
        if (all.stream().anyMatch(memory -> memory.notedAt().isEmpty())) {
            return new PurgeForecast.Unknown(PurgeForecast.Reason.NOT_SCANNED);
        }
        Volume mine = own.present().max(standings.known());
        Volume others = neighbours.stream().map(memory -> grown(memory, now)).reduce(Volume.NONE, Volume::plus);
        Volume present = mine.plus(others);
        Optional<PurgeClock> clock = all.stream()
                .flatMap(memory -> memory.rate(now).stream())
                .reduce(ProductionRate::plus)
                .map(rate -> new PurgeClock(pool.get(), present, rate, batch(all, now)));
        if (standings.first().isEmpty()) {
            // A file that is made now may go before all others, or after them.
            return new PurgeForecast.NothingWaiting(clock.map(known -> known.deadline(Volume.NONE, present, now)));
        }
        if (clock.isEmpty()) {
            return new PurgeForecast.Unknown(PurgeForecast.Reason.NO_PRODUCTION);
        }
        Volume foreign = present.less(standings.known());
        PurgeForecast.Due due =
                clock.get().deadline(least(own, standings), most(own, standings).plus(foreign), now);
        return idleSince(all, now)
                .<PurgeForecast>map(since -> new PurgeForecast.Idle(since, due))
                .orElse(due);
    }

    /** What a source may hold by now that was looked at a while ago. */
    private static Volume grown(PurgeMemory memory, Instant now) {
        Optional<ProductionRate> rate = memory.rate(now);
        if (rate.isEmpty() || memory.notedAt().isEmpty()) {
            return memory.present();
        }
        double hours = Duration.between(memory.notedAt().get(), now).toSeconds() / HOUR_SECONDS;
        Volume perHour = rate.get().perHour();
        double by = Math.max(0, hours);
        return memory.present()
                .plus(new Volume((long) Math.ceil(perHour.files() * by), (long) Math.ceil(perHour.bytes() * by)));
    }

    private static Optional<Volume> batch(List<PurgeMemory> all, Instant now) {
        return all.stream().flatMap(memory -> memory.largestBatch(now).stream()).reduce(Volume::plus);
    }

    private static Optional<Instant> idleSince(List<PurgeMemory> all, Instant now) {
        Optional<Instant> latest = Optional.empty();
        for (PurgeMemory memory : all) {
            Optional<Instant> since = memory.production().idleSince(now);
            if (since.isEmpty() && memory.rate(now).isPresent()) {
                return Optional.empty();
            }
            latest = since.isPresent() && latest.filter(since.get()::isBefore).isEmpty() ? since : latest;
        }
        return latest;
    }

    private static Volume least(PurgeMemory own, Standings standings) {
        if (own.evidence().isWithoutOrder()) {
            return Volume.NONE;
        }
        return possible(own, standings).stream()
                .map(Standing::ahead)
                .reduce(Volume::min)
                .orElse(Volume.NONE);
    }

    private static Volume most(PurgeMemory own, Standings standings) {
        if (own.evidence().isWithoutOrder()) {
            return standings.known();
        }
        return possible(own, standings).stream()
                .map(Standing::ahead)
                .reduce(Volume::max)
                .orElse(Volume.NONE);
    }

    /** That of the learned order, else those of all. */
    private static List<Standing> possible(PurgeMemory own, Standings standings) {
        Map<PurgeOrder, Standing> first = standings.first();
        Optional<Standing> learned = own.order().map(first::get);
        return learned.map(List::of).orElseGet(() -> List.copyOf(first.values()));
    }

    /**
     * When a file will be deleted.
     *
     * @param aheadAtLeast what is certain to be deleted before it: its rank
     * @param aheadAtMost what may be deleted before it
     */
    public PurgeForecast.Due deadline(Volume aheadAtLeast, Volume aheadAtMost, Instant now) {
        double[] files = seconds(
                pool.filesMax(),
                present.files(),
                batch.map(Volume::files),
                aheadAtLeast.files(),
                aheadAtMost.files(),
                rate.perHour().files(),
                rate.meanFilesPerHour());
        double[] bytes = seconds(
                pool.bytesMax(),
                present.bytes(),
                batch.map(Volume::bytes),
                aheadAtLeast.bytes(),
                aheadAtMost.bytes(),
                rate.perHour().bytes(),
                rate.meanBytesPerHour());
        Instant from = now.plusSeconds(bounded(Math.floor(Math.min(files[0], bytes[0]))));
        Instant until = now.plusSeconds(bounded(Math.ceil(Math.min(files[1], bytes[1]))));
        return new PurgeForecast.Due(from, until.isBefore(from) ? from : until);
    }

    /** In how many seconds at the earliest and at the latest one limit deletes it. */
    private static double[] seconds(
            OptionalLong max, long present, Optional<Long> batch, long least, long most, long fastest, double mean) {
        if (max.isEmpty()) {
            return new double[] {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        }
        double room = (double) max.getAsLong() - present;
        // Of a batch all but one may be deleted before their time; an unseen one may hold everything.
        double early = batch.isEmpty() ? room : room + least - Math.max(0, batch.get() - 1);
        double late = room + most + 1;
        return new double[] {duration(early, (double) fastest), duration(late, mean)};
    }

    private static double duration(double amount, double perHour) {
        if (amount <= 0) {
            return 0;
        }
        return perHour > 0 ? amount * HOUR_SECONDS / perHour : Double.POSITIVE_INFINITY;
    }

    private static long bounded(double seconds) {
        return (long) Math.min(seconds, (double) HORIZON.toSeconds());
    }
}

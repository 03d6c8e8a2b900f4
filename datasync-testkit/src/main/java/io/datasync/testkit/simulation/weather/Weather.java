package io.datasync.testkit.simulation.weather;

import io.datasync.core.failure.ErrorCode;
import io.datasync.testkit.fault.Call;
import io.datasync.testkit.fault.Faults;
import io.datasync.testkit.fault.Part;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.simulation.schedule.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * What one process meets: how long its calls take, and which of them fail and how. Each process of a world has its own; all draw from the
 * world's randomness, so that everything follows from the seed.
 */
public final class Weather implements Faults {
    /** A journal is called so much more often than anything else. */
    private static final double JOURNAL_LUCK = 8;

    /** And a network so much less: a few times in a run. */
    private static final double NETWORK_BAD_LUCK = 4;

    private static final Duration SLOWEST = Duration.ofMinutes(8);
    private static final int STORE_MILLIS = 40;

    private final Scheduler scheduler;
    private final SplittableRandom random;
    private final Trace trace;
    private final FaultCounts counts;
    private final Consumer<Call> afterStep;
    private final Map<Part, Outage> outages = new EnumMap<>(Part.class);
    private Rates rates = Rates.CALM;
    private Runnable whileWaiting = () -> {};
    private int storeMillis = STORE_MILLIS;

    /** How all calls to a part fail, until when. */
    private record Outage(ErrorCode code, Instant until) {}

    /**
     * Calm weather.
     *
     * @param afterStep is run when a call has changed something
     */
    public Weather(
            Scheduler scheduler, SplittableRandom random, Trace trace, FaultCounts counts, Consumer<Call> afterStep) {
        this.scheduler = scheduler;
        this.random = random;
        this.trace = trace;
        this.counts = counts;
        this.afterStep = afterStep;
    }

    /** How often calls go wrong from now on. */
    public void rates(Rates now) {
        rates = now;
    }

    /** What the process does beside a call that takes long, every minute. */
    public void whileWaiting(Runnable heartbeat) {
        whileWaiting = heartbeat;
    }

    /** So many share the way to the store that each call takes so many times as long as usual. */
    public void crowd(int times) {
        storeMillis = times * STORE_MILLIS;
    }

    /** Lets every call to a part fail for so long. */
    public void outage(Part part, ErrorCode code, Duration length) {
        outages.put(part, new Outage(code, scheduler.now().plus(length)));
        counts.add(part + " away: " + code);
    }

    /** Whether all calls to a part fail now. */
    public boolean isAway(Part part) {
        Outage outage = outages.get(part);
        return outage != null && scheduler.now().isBefore(outage.until());
    }

    /** Everything is there again. */
    public void clear() {
        rates = Rates.CALM;
        storeMillis = STORE_MILLIS;
        outages.clear();
    }

    @Override
    public Verdict verdict(Call call) {
        if (call.changes() || call.part() != Part.JOURNAL) {
            trace.step(scheduler.now(), scheduler.running(), call.toString());
        }
        pass(latency(call.part()));
        Outage outage = outages.get(call.part());
        if (outage != null && scheduler.now().isBefore(outage.until())) {
            return Verdict.fails(outage.code());
        }
        Verdict verdict = draw(call);
        if (!(verdict instanceof Verdict.GoOn)) {
            String kind = call.part() + " " + verdict.getClass().getSimpleName();
            counts.add(kind);
            trace.step(scheduler.now(), scheduler.running(), kind + " at " + call);
        }
        return verdict;
    }

    @Override
    public void done(Call call) {
        if (call.changes()) {
            afterStep.accept(call);
        }
    }

    private Duration latency(Part part) {
        if (chance(rates.slow()) && part != Part.JOURNAL) {
            counts.add(part + " slow");
            return Duration.ofSeconds(random.nextLong(5, SLOWEST.toSeconds()));
        }
        return switch (part) {
            case STORE -> Duration.ofMillis(random.nextInt(storeMillis / 8, storeMillis));
            case JOURNAL -> Duration.ZERO;
            case INDEX -> Duration.ofMillis(1);
            case NETWORK -> Duration.ofMillis(random.nextInt(10, 60));
        };
    }

    /** Lets time pass, and the process go on with what it does beside. */
    private void pass(Duration duration) {
        Duration left = duration;
        Duration minute = Duration.ofMinutes(1);
        while (left.compareTo(minute) > 0) {
            scheduler.sleep(minute);
            left = left.minus(minute);
            whileWaiting.run();
        }
        if (!left.isZero()) {
            scheduler.sleep(left);
        }
    }

    private Verdict draw(Call call) {
        Part part = call.part();
        double luck = part == Part.JOURNAL ? JOURNAL_LUCK : 1;
        if (chance(rates.fails() / luck)) {
            List<ErrorCode> codes = part.failures();
            return Verdict.fails(codes.get(random.nextInt(codes.size())));
        }
        if (chance(rates.lost() / luck)) {
            return Verdict.answerLost(part);
        }
        if (call.changes() && chance(rates.crashes() / luck)) {
            return random.nextBoolean() ? new Verdict.CrashBefore() : new Verdict.CrashAfter();
        }
        return odd(call).orElse(Verdict.goOn());
    }

    private Optional<Verdict> odd(Call call) {
        return switch (call.part()) {
            case NETWORK -> chance(NETWORK_BAD_LUCK * rates.odd()) ? Optional.of(oddMessage()) : Optional.empty();
            case INDEX -> chance(rates.odd()) ? Optional.of(new Verdict.Twice()) : Optional.empty();
            case JOURNAL ->
                call.changes() && chance(rates.odd() / JOURNAL_LUCK)
                        ? Optional.of(Verdict.late(Part.JOURNAL))
                        : Optional.empty();
            case STORE ->
                carriesBytes(call) && chance(rates.flips()) ? Optional.of(new Verdict.FlippedBit()) : Optional.empty();
        };
    }

    private Verdict oddMessage() {
        return switch (random.nextInt(3)) {
            case 0 -> Verdict.late(Part.NETWORK);
            case 1 -> new Verdict.Twice();
            default -> new Verdict.Echoed();
        };
    }

    private static boolean carriesBytes(Call call) {
        return switch (call.name()) {
            case "WRITE", "OPEN", "OPEN_STAGED", "OPEN_VERSION" -> true;
            default -> false;
        };
    }

    private boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }
}

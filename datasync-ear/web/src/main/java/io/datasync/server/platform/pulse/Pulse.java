package io.datasync.server.platform.pulse;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What the last look at the database found.
 *
 * <p>Never blocks and never asks the database itself, so that health checks and caches can call it as often as they like; {@link
 * PulseTimer} feeds it. Thread-safe.
 */
@ApplicationScoped
public class Pulse {
    /** Without an answer for this long the database counts as gone, for example when a query hangs. */
    static final Duration SILENCE_MAX = Duration.ofSeconds(5);

    /** For this long a cache may rely on the last revision seen (D-34: a revoked key fails within 2 s). */
    static final Duration FRESH_MAX = Duration.ofSeconds(2);

    private final LongSupplier nanoTime;

    private volatile Beat last = new Beat(Long.MIN_VALUE, Map.of(), Optional.of("the database was not asked yet"));

    Pulse() {
        this(System::nanoTime);
    }

    /** A pulse by another clock, which never goes back. */
    Pulse(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The time of its clock. */
    long now() {
        return nanoTime.getAsLong();
    }

    /** Takes an answer: the revisions by name. */
    void heard(long at, Map<String, Long> revisions) {
        last = new Beat(at, Map.copyOf(revisions), Optional.empty());
    }

    /** Takes a failure; what was known before stays readable until it is too old. */
    void failed(String reason) {
        Beat before = last;
        last = new Beat(before.at, before.revisions, Optional.of(reason));
    }

    /** Why the database cannot be used now; empty when it can. */
    public Optional<String> failure() {
        Beat beat = last;
        if (beat.failure.isPresent()) {
            return beat.failure;
        }
        return olderThan(beat, SILENCE_MAX) ? Optional.of("the database does not answer") : Optional.empty();
    }

    /**
     * The revision of what is cached under this name; empty when it is not known well enough to rely on, then the caller asks
     * the database.
     */
    public Optional<Long> revision(String name) {
        Beat beat = last;
        return olderThan(beat, FRESH_MAX) ? Optional.empty() : Optional.ofNullable(beat.revisions.get(name));
    }

    private boolean olderThan(Beat beat, Duration age) {
        return beat.at == Long.MIN_VALUE || now() - beat.at > age.toNanos();
    }

    private record Beat(long at, Map<String, Long> revisions, Optional<String> failure) {}
}

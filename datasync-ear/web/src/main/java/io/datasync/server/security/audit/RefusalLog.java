package io.datasync.server.security.audit;

import io.datasync.core.failure.SyncException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Audits refusals without letting an attacker fill the log: the first of one kind from one address is a row at once, those that
 * follow within a minute are counted and become one more row (D-35). Thread-safe.
 */
@ApplicationScoped
public class RefusalLog {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int KEYS_MAX = 10_000;

    private final Map<Key, Count> counts = new HashMap<>();

    private final AuditLog audit;
    private final Clock clock;

    @Inject
    RefusalLog(AuditLog audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Notes a refusal.
     *
     * @throws SyncException {@code INDEX_UNAVAILABLE} when the row cannot be written
     */
    public void note(String action, String subject, Caller caller) throws SyncException {
        if (count(new Key(action, caller.address()), subject, caller)) {
            return;
        }
        audit.append(new AuditEntry(
                caller.name(),
                action,
                subject,
                "refused",
                1,
                Optional.of(caller.address()),
                Optional.of(caller.correlationId()),
                Optional.empty()));
    }

    private synchronized boolean count(Key key, String subject, Caller caller) {
        Count known = counts.get(key);
        if (known != null) {
            counts.put(key, new Count(known.since, known.repeats + 1, subject, caller.name()));
            return true;
        }
        if (counts.size() < KEYS_MAX) {
            counts.put(key, new Count(clock.instant(), 0, subject, caller.name()));
        }
        return false;
    }

    /** Writes what was counted in windows that have ended. For a timer; what cannot be written is lost with the exception. */
    void flush() throws SyncException {
        for (AuditEntry entry : ended()) {
            audit.append(entry);
        }
    }

    private synchronized List<AuditEntry> ended() {
        Instant before = clock.instant().minus(WINDOW);
        var entries = new ArrayList<AuditEntry>();
        counts.entrySet().removeIf(entry -> {
            Count count = entry.getValue();
            if (count.since.isAfter(before)) {
                return false;
            }
            if (count.repeats > 0) {
                entries.add(new AuditEntry(
                        count.actor,
                        entry.getKey().action,
                        count.lastSubject,
                        "refused",
                        count.repeats,
                        Optional.of(entry.getKey().address),
                        Optional.empty(),
                        Optional.empty()));
            }
            return true;
        });
        return entries;
    }

    private record Key(String action, String address) {}

    private record Count(Instant since, int repeats, String lastSubject, String actor) {}
}

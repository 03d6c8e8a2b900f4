package io.datasync.core.purge;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * When the oldest unarchived file will be deleted by its PC (CORE-9). Whoever warns takes the {@linkplain #earliest early end}, and a
 * forecast without one for no reassurance.
 */
public sealed interface PurgeForecast {
    /** A runner that was silent for longer is not known to be as it told. */
    Duration SILENT_AFTER = Duration.ofMinutes(5);

    /** Why nothing can be said. */
    enum Reason {
        /** No limit of the pool is known. */
        NO_LIMIT,
        /** The source, or another one that shares its limit, was not looked at yet. */
        NOT_SCANNED,
        /** Nothing was ever seen to be made, so there is no rate. */
        NO_PRODUCTION,
        /** A newer agent said something that this version does not know (D-38). */
        NOT_UNDERSTOOD,
        /** Nothing was waiting when the runner was last heard, and what it made since is not known. */
        SILENT;

        /** The reason as it is stored and sent, in lower case. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Nothing can be said; least of all that nothing will be deleted. */
    record Unknown(Reason reason) implements PurgeForecast {}

    /**
     * Every file is archived.
     *
     * @param next when a file that is made now would be deleted; empty when that is not known
     */
    record NothingWaiting(Optional<Due> next) implements PurgeForecast {}

    /**
     * Nothing has been made for a while, and while that is so nothing is deleted.
     *
     * @param since since when
     * @param next when the file would be deleted if production began again now
     */
    record Idle(Instant since, Due next) implements PurgeForecast {}

    /**
     * It will be deleted between these times.
     *
     * @param from the early end: not before, unless more is made than ever of late
     * @param until the late end, not before the early one; {@link PurgeClock#HORIZON} away when it is beyond
     */
    record Due(Instant from, Instant until) implements PurgeForecast {
        public Due {
            if (until.isBefore(from)) {
                throw new IllegalArgumentException("Not possible: from " + from + " until " + until);
            }
        }

        private Due later(Duration by) {
            return new Due(from.plus(by), until.plus(by));
        }
    }

    /** The early end, for an idle source as if production began again now; empty when it is not known or nothing waits. */
    default Optional<Instant> earliest() {
        return due().map(Due::from);
    }

    /** The interval, for an idle source as if production began again now; empty when it is not known or nothing waits. */
    default Optional<Due> due() {
        if (this instanceof Due due) {
            return Optional.of(due);
        }
        return this instanceof Idle idle ? Optional.of(idle.next()) : Optional.empty();
    }

    /** The kind as it is stored and sent. */
    default String kind() {
        if (this instanceof Due) {
            return "due";
        }
        if (this instanceof Idle) {
            return "idle";
        }
        return this instanceof NothingWaiting ? "nothing_waiting" : "unknown";
    }

    /**
     * The forecast of a runner as it is now, going by what it told last. While the runner is silent, its source is taken to go on producing
     * as it did, from the moment it was heard: an idle one has begun again, and a file has been made where none was waiting.
     *
     * @param told what the runner told
     * @param sentAt the runner's own time when it did; its clock may be wrong
     * @param heardAt the time when it was heard
     */
    static PurgeForecast extrapolate(PurgeForecast told, Instant sentAt, Instant heardAt, Instant now) {
        boolean silent = Duration.between(heardAt, now).compareTo(SILENT_AFTER) > 0;
        Duration wrong = Duration.between(sentAt, heardAt);
        if (told instanceof Due due) {
            return due.later(wrong);
        }
        if (told instanceof Idle idle) {
            Due due = idle.next().later(wrong);
            return silent ? due : new Idle(idle.since().plus(wrong), due);
        }
        if (told instanceof NothingWaiting nothing) {
            Optional<Due> next = nothing.next().map(due -> due.later(wrong));
            if (silent) {
                return next.isPresent() ? next.get() : new Unknown(Reason.SILENT);
            }
            return new NothingWaiting(next);
        }
        return told;
    }
}

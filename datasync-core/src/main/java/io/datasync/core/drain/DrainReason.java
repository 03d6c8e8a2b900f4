package io.datasync.core.drain;

import java.time.Instant;
import java.util.Optional;

/**
 * Why a server drains, as people are shown it.
 *
 * @param cause what kind
 * @param since since when
 * @param by who; {@value #ITSELF} when the server does it by itself
 * @param why in words
 * @param until when it ends at the latest; empty when that depends on something else
 */
public record DrainReason(Cause cause, Instant since, String by, String why, Optional<Instant> until) {
    /** Who drains when nobody ordered it. */
    public static final String ITSELF = "datasync";

    /** What kind of reason. */
    public enum Cause {
        /** A person ordered it. */
        MAINTENANCE,
        /** The database is out. */
        DATABASE,
        /** The share is out. */
        SHARE
    }

    static DrainReason of(DrainOrder order) {
        return new DrainReason(Cause.MAINTENANCE, order.since(), order.by(), order.why(), Optional.of(order.until()));
    }

    static DrainReason of(Dependency dependency, Instant failingSince, Instant outSince) {
        Cause cause =
                switch (dependency) {
                    case DATABASE -> Cause.DATABASE;
                    case SHARE -> Cause.SHARE;
                };
        return new DrainReason(
                cause,
                outSince,
                ITSELF,
                "The " + dependency.text() + " fails since " + failingSince + ".",
                Optional.empty());
    }
}

package io.datasync.agent.cli;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When the oldest unarchived file will be deleted, for people; the early end of the forecast (CORE-9). */
final class PurgeText {
    private static final Duration HOURS_FROM = Duration.ofHours(2);
    private static final Duration DAYS_FROM = Duration.ofDays(3);

    private PurgeText() {}

    /**
     * A sentence.
     *
     * @param kind the kind of the forecast
     * @param reason why it is unknown, if it is
     * @param from the early end, if there is one
     */
    static String of(String kind, @Nullable String reason, @Nullable Instant from, Instant now) {
        if (from == null) {
            return kind.equals("nothing_waiting")
                    ? "No file waits."
                    : "When the oldest unarchived file is deleted is " + "unknown: " + why(reason) + ".";
        }
        if (!from.isAfter(now)) {
            return "The oldest unarchived file may be deleted at any moment.";
        }
        String when =
                "the oldest unarchived file is deleted in " + text(Duration.between(now, from)) + " at the earliest.";
        return kind.equals("idle") ? "Nothing is being made; if it begins again now, " + when : "T" + when.substring(1);
    }

    private static String why(@Nullable String reason) {
        if (reason == null) {
            return "nothing was said";
        }
        return switch (reason) {
            case "no_limit" -> "no cap is set";
            case "not_scanned" -> "the source, or one that shares its cap, was not scanned yet";
            case "no_production" -> "no file was seen being made";
            default -> reason;
        };
    }

    private static String text(Duration duration) {
        if (duration.compareTo(HOURS_FROM) < 0) {
            return duration.toMinutes() + " min";
        }
        return duration.compareTo(DAYS_FROM) < 0 ? duration.toHours() + " h" : duration.toDays() + " days";
    }
}

package io.datasync.drills.demo.watching;

import io.datasync.core.failure.ErrorCode;
import io.datasync.drills.demo.seats.JobProgress;
import io.datasync.drills.demo.terminal.Figures;
import java.time.Instant;
import java.util.Optional;

/** Whether archiving fails, since when, and what is said of it. */
final class Trouble {
    private Optional<Instant> since = Optional.empty();

    /** When it began, while it lasts. */
    Optional<Instant> since() {
        return since;
    }

    /** Takes what the agent says; what to tell when that begins or ends it. One that was not idle since has not worked yet. */
    Optional<String> note(JobProgress progress, Instant now) {
        boolean fails = progress.code().isPresent();
        if (fails && since.isEmpty()) {
            since = Optional.of(now);
            return Optional.of(
                    "Archiving fails: " + progress.code().map(Trouble::meaning).orElse("no reason given."));
        }
        if (!fails && since.isPresent() && progress.idle()) {
            since = Optional.empty();
            return Optional.of("Archiving works again.");
        }
        return Optional.empty();
    }

    /** The line for as long as it lasts. */
    static String lasting(String since, JobProgress progress, long waiting) {
        return "Not archiving since " + since
                + progress.code().map(code -> ": " + code).orElse("") + ". What is not archived stays on the PC: "
                + Figures.files(waiting) + ".";
    }

    /** A code with what it means; one of a newer agent stands alone. */
    private static String meaning(String code) {
        for (ErrorCode known : ErrorCode.values()) {
            if (known.text().equals(code)) {
                return code + ". " + known.meaning();
            }
        }
        return code + ".";
    }
}

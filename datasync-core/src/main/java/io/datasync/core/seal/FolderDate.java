package io.datasync.core.seal;

import io.datasync.core.path.FolderName;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** What the name of a folder says about its day (D-10). Pure. */
public sealed interface FolderDate {
    /** Nothing: it is no date folder, and is never sealed. */
    record None() implements FolderDate {}

    /** It looks like a date, but there is no such day, as {@code 2026-02-30}: it is flagged, and never sealed. */
    record Impossible() implements FolderDate {}

    /** The folder of this day. */
    record Day(LocalDate date) implements FolderDate {
        /**
         * When the day is over in this zone: the first instant of the next day, which is not midnight where clocks are put forward at
         * midnight.
         */
        public Instant endsAt(ZoneId zone) {
            return date.plusDays(1).atStartOfDay(zone).toInstant();
        }
    }

    /** What the name of this folder says. */
    static FolderDate of(FolderName folder) {
        if (!folder.text().matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
            return new None();
        }
        try {
            return new Day(LocalDate.parse(folder.text()));
        } catch (DateTimeException e) {
            return new Impossible();
        }
    }
}

package io.datasync.server.platform.status;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * A table of the status page.
 *
 * @param numbers the columns, counted from 0, whose cells are whole numbers or {@code -}
 * @param rows each with as many cells as there are columns; those beyond {@value #ROWS_MAX} are left out
 */
public record StatusTable(String title, List<String> columns, List<Integer> numbers, List<List<String>> rows) {
    /** The most rows that are shown. */
    public static final int ROWS_MAX = 50;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    public StatusTable {
        columns = List.copyOf(columns);
        numbers = List.copyOf(numbers);
        rows = rows.stream().limit(ROWS_MAX).map(List::copyOf).toList();
    }

    /** A time as a cell, in UTC; that it is UTC is said by the column. */
    public static String time(Instant at) {
        return TIME.format(at);
    }
}

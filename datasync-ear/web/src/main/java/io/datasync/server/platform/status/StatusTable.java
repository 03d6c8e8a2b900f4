package io.datasync.server.platform.status;

import java.util.List;

/**
 * A table of the status page.
 *
 * @param rows each with as many cells as there are columns; those beyond {@value #ROWS_MAX} are left out
 */
public record StatusTable(String title, List<String> columns, List<List<String>> rows) {
    /** The most rows that are shown. */
    public static final int ROWS_MAX = 50;

    public StatusTable {
        columns = List.copyOf(columns);
        rows = rows.stream().limit(ROWS_MAX).map(List::copyOf).toList();
    }
}

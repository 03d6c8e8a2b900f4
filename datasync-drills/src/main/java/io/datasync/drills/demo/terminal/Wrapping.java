package io.datasync.drills.demo.terminal;

import java.util.ArrayList;
import java.util.List;

/** Lines for a terminal that is narrower than they are: nothing is cut off, least of all what failed or was lost. */
final class Wrapping {
    private static final String INDENT = "   ";
    private static final int COLUMNS_MIN = 20;

    private Wrapping() {}

    /** The line in pieces of fewer characters than columns, broken at spaces where there are any; whole when columns are too few to matter. */
    static List<String> wrapped(String line, int columns) {
        var pieces = new ArrayList<String>();
        String rest = line;
        while (columns >= COLUMNS_MIN && rest.length() >= columns) {
            int space = rest.lastIndexOf(' ', columns - 1);
            int end = space > INDENT.length() ? space : columns - 1;
            pieces.add(rest.substring(0, end));
            rest = INDENT + rest.substring(end).stripLeading();
        }
        pieces.add(rest);
        return pieces;
    }
}

package io.datasync.drills.demo.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Lines that stay, and below them a block that changes in place.
 *
 * <p>Without a terminal the block is printed as plain lines instead: when it differs from what was printed last, and not more often than
 * every {@link #PLAIN_PAUSE}. Nothing is coloured, nothing blinks. Control characters in a line are printed as {@code ?}. Thread-safe.
 */
public final class Screen {
    /** The least time between two plain blocks. */
    public static final Duration PLAIN_PAUSE = Duration.ofSeconds(10);

    /** The system property by which the front door tells how wide the terminal is. */
    private static final String COLUMNS = "datasync.columns";

    private static final String UP_ONE = "\u001b[1A";
    private static final String CLEAR_BELOW = "\u001b[0J";
    private static final String WRAP_OFF = "\u001b[?7l";
    private static final String WRAP_ON = "\u001b[?7h";

    private final PrintStream out;
    private final boolean terminal;
    private final int columns;
    private final LongSupplier nanoTime;

    private List<String> block = List.of();
    private List<String> printedPlain = List.of();
    private long plainAt;
    private boolean plainEver;

    /**
     * A screen.
     *
     * @param terminal whether the cursor may be moved
     * @param columns of the terminal, at which lines of the block are wrapped; 0 when not known
     * @param nanoTime as {@link System#nanoTime}
     */
    public Screen(PrintStream out, boolean terminal, int columns, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.columns = columns;
        this.nanoTime = nanoTime;
    }

    /** A screen on the standard output, in place when that and the standard input are a terminal that can do it. */
    // Java 17 is demanded by the build; from Java 22 on the console itself has to be asked.
    @SuppressWarnings("SystemConsoleNull")
    public static Screen standard() {
        boolean capable = System.console() != null && !"dumb".equals(System.getenv("TERM"));
        return new Screen(System.out, capable, Integer.getInteger(COLUMNS, 0), System::nanoTime);
    }

    /** Whether a block changes in place; otherwise each is printed below the one before. */
    public boolean inPlace() {
        return terminal;
    }

    /** Prints a line that stays. */
    public synchronized void line(String text) {
        if (terminal && !block.isEmpty()) {
            out.print(cleared() + printable(text) + "\n" + drawn());
        } else {
            out.print(printable(text) + "\n");
        }
        out.flush();
    }

    /** Prints a line that stays, exactly as it is: for programs, not for people. */
    public synchronized void raw(String text) {
        out.print(text + "\n");
        out.flush();
    }

    /** Shows the block, in the place of the one before. */
    public synchronized void show(List<String> lines) {
        List<String> next = lines.stream()
                .map(Screen::printable)
                .flatMap(line -> Wrapping.wrapped(line, terminal ? columns : 0).stream())
                .toList();
        if (terminal) {
            if (!next.equals(block)) {
                String clear = cleared();
                block = next;
                out.print(clear + drawn());
                out.flush();
            }
        } else if (!next.equals(printedPlain) && plainIsDue()) {
            printPlain(next);
        }
    }

    /** Leaves the block as it is and goes on below it, where Ctrl-C may have left its mark. */
    public synchronized void leave() {
        if (terminal && !block.isEmpty()) {
            out.print("\r" + CLEAR_BELOW);
            out.flush();
        }
        block = List.of();
    }

    private boolean plainIsDue() {
        return !plainEver || nanoTime.getAsLong() - plainAt >= PLAIN_PAUSE.toNanos();
    }

    private void printPlain(List<String> lines) {
        printedPlain = lines;
        plainAt = nanoTime.getAsLong();
        plainEver = true;
        lines.forEach(line -> out.print(line + "\n"));
        out.flush();
    }

    /** What moves the cursor to the block's first line and clears everything from there. */
    private String cleared() {
        return block.isEmpty() ? "" : UP_ONE.repeat(block.size()) + "\r" + CLEAR_BELOW;
    }

    /** The block, cut where the terminal was narrowed meanwhile, since a line that it wraps could not be found again. */
    private String drawn() {
        return block.isEmpty() ? "" : WRAP_OFF + String.join("\n", block) + "\n" + WRAP_ON;
    }

    /** A text as one line that does nothing to a terminal. */
    public static String printable(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> safe.appendCodePoint(Character.isISOControl(point) ? '?' : point));
        return safe.toString();
    }
}

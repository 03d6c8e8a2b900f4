package io.datasync.core.path;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which files of a source are left out of the archive, by patterns (AGT-8, AGT-14).
 *
 * <p>A file is left out when a pattern to exclude matches it, or when there are patterns to include and none of them does. What is left
 * out is still counted. A pattern is written with {@code /}, on every system, and in the text form of names:
 *
 * <ul>
 *   <li>{@code *} is any number of characters within one name, {@code ?} is one character, {@code **} in place of a name is any number
 *       of folders, or of anything when it comes last. Everything else stands for itself, brackets and braces too.
 *   <li>A pattern without {@code /} is about a name anywhere in the tree: {@code *.tmp}. One with {@code /} begins at the root:
 *       {@code raw/*.bin}, {@code /notes.txt}.
 *   <li>A pattern that matches a folder matches everything below it: {@code cache} leaves out {@code a/cache/b.csv}.
 *   <li>Case: letters from A to Z are equal to those from a to z, on every system, since most instruments run on Windows. All other
 *       characters must be equal byte for byte.
 * </ul>
 *
 * <p>Matching takes time in proportion to the length of path and pattern at worst multiplied. Immutable and thread-safe.
 */
public final class PathFilter {
    /** Leaves nothing out. */
    public static final PathFilter NOTHING = new PathFilter(List.of(), List.of());

    /** What instruments and their users leave about, excluded unless configured otherwise (AGT-14). */
    public static final List<String> DEFAULT_EXCLUDES = List.of("Thumbs.db", "~$*", "*.tmp");

    /** The largest number of patterns of one kind (I-11). */
    public static final int PATTERNS_MAX = 1_000;

    private final List<PathGlob> includes;
    private final List<PathGlob> excludes;

    private PathFilter(List<PathGlob> includes, List<PathGlob> excludes) {
        this.includes = includes;
        this.excludes = excludes;
    }

    /**
     * The filter of these patterns.
     *
     * @param includes empty to include everything
     * @throws SyncException {@code CONFIGURATION_INVALID}, naming the pattern, when one cannot be understood, or when there are more than
     *     {@link #PATTERNS_MAX} of a kind
     */
    public static PathFilter of(List<String> includes, List<String> excludes) throws SyncException {
        return new PathFilter(parse(includes), parse(excludes));
    }

    private static List<PathGlob> parse(List<String> patterns) throws SyncException {
        if (patterns.size() > PATTERNS_MAX) {
            throw SyncException.permanent(
                    ErrorCode.CONFIGURATION_INVALID,
                    "At most " + PATTERNS_MAX + " patterns are allowed, not " + patterns.size());
        }
        List<PathGlob> globs = new ArrayList<>(patterns.size());
        for (String pattern : patterns) {
            globs.add(PathGlob.parse(pattern));
        }
        return List.copyOf(globs);
    }

    /** Whether the file or folder of this path is left out. */
    public boolean leavesOut(RelativePath path) {
        byte[] bytes = path.raw();
        return anyMatches(excludes, bytes) || !(includes.isEmpty() || anyMatches(includes, bytes));
    }

    private static boolean anyMatches(List<PathGlob> globs, byte[] path) {
        for (PathGlob glob : globs) {
            if (glob.matches(path)) {
                return true;
            }
        }
        return false;
    }
}

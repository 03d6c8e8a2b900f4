package io.datasync.core.path;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pattern of a {@link PathFilter}: globs for names, and places where any number of names may stand. */
final class PathGlob {
    private static final String ANY_NAMES = "**";

    /** A glob for each name; {@code null} where any number of names may stand. */
    private final List<@Nullable NameGlob> names;

    private PathGlob(List<@Nullable NameGlob> names) {
        this.names = names;
    }

    static PathGlob parse(String pattern) throws SyncException {
        if (pattern.length() > RelativePath.TEXT_MAX) {
            throw invalid(pattern.substring(0, 40) + "...", "it is longer than " + RelativePath.TEXT_MAX);
        }
        if (pattern.indexOf('\\') >= 0) {
            throw invalid(pattern, "names are separated by /");
        }
        List<@Nullable NameGlob> names = new ArrayList<>();
        boolean anywhere = pattern.indexOf('/') < 0;
        if (anywhere) {
            names.add(null);
        }
        String[] parts = (pattern.startsWith("/") ? pattern.substring(1) : pattern).split("/", -1);
        for (String part : parts) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw invalid(pattern, "a name in it is empty or consists of dots");
            }
            names.add(part.equals(ANY_NAMES) ? null : name(part, pattern));
        }
        if (parts[parts.length - 1].equals(ANY_NAMES)) {
            // At least one name: "a/**" is what lies below a, not a itself.
            names.add(name("*", pattern));
        }
        // What matches a folder matches what is below it.
        names.add(null);
        return new PathGlob(names);
    }

    private static NameGlob name(String part, String pattern) throws SyncException {
        if (part.contains(ANY_NAMES)) {
            throw invalid(pattern, "** must stand alone between two /");
        }
        try {
            return new NameGlob(NameText.decode(part));
        } catch (SyncException e) {
            throw new SyncException(ErrorCode.CONFIGURATION_INVALID, false, e.getMessage(), e);
        }
    }

    private static SyncException invalid(String pattern, String reason) {
        return SyncException.permanent(
                ErrorCode.CONFIGURATION_INVALID, "The pattern \"" + pattern + "\" is wrong: " + reason);
    }

    /** Whether the whole path matches: greedy, going back to the last {@code **} alone, as {@link NameGlob#matches} does within names. */
    boolean matches(byte[] path) {
        int at = 0;
        int next = 0;
        int retryAt = -1;
        int retryNext = -1;
        while (at < path.length) {
            int end = endOfName(path, at);
            NameGlob glob = next < names.size() ? names.get(next) : null;
            if (glob == null && next < names.size()) {
                next++;
                retryNext = next;
                retryAt = at;
            } else if (glob != null && glob.matches(path, at, end)) {
                next++;
                at = end + 1;
            } else if (retryNext >= 0) {
                retryAt = endOfName(path, retryAt) + 1;
                at = retryAt;
                next = retryNext;
            } else {
                return false;
            }
        }
        while (next < names.size() && names.get(next) == null) {
            next++;
        }
        return next == names.size();
    }

    private static int endOfName(byte[] path, int from) {
        int end = from;
        while (end < path.length && path[end] != '/') {
            end++;
        }
        return end;
    }
}

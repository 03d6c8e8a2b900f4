package io.datasync.drills.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must not be in the repository because it is true of one developer's machine or of one tracker only. */
final class ForbiddenText {
    private static final Map<Pattern, String> EVERYWHERE = Map.of(
            Pattern.compile("(?<![\\w.})$])/work/(?=\\w)"), "a path of one machine",
            Pattern.compile("(?<![\\w/@-])(?:\\.\\./)*shared/(?=[\\w.])"), "a path outside the repository",
            Pattern.compile("(?i)\\bissue #?\\d+\\b"), "a number of a tracker");

    private static final Map<Pattern, String> IN_BUILD_FILES = Map.of(
            Pattern.compile("<(?:repository|pluginRepository|mirror)>"), "a Maven repository other than Central",
            Pattern.compile("(?m)^\\s*(?:@[\\w-]+:)?registry\\s*="), "an npm registry",
            Pattern.compile("\"resolved\": *\"(?!https://registry\\.npmjs\\.org/)[^\"]*"), "an npm registry",
            Pattern.compile("https?://(?:10\\.|192\\.168\\.|172\\.(?:1[6-9]|2\\d|3[01])\\.)[\\d.]+"),
                    "a private address");

    private static final Pattern BUILD_FILE = Pattern.compile(
            "(?:.*/)?(?:pom\\.xml|settings[\\w-]*\\.xml|package(?:-lock)?\\.json|\\.npmrc|maven\\.config)");

    private ForbiddenText() {}

    /** What a file says and must not, each with the reason. */
    static List<String> in(Repository.Text text) {
        List<String> found = new ArrayList<>();
        find(EVERYWHERE, text, found);
        if (BUILD_FILE.matcher(text.path()).matches()) {
            find(IN_BUILD_FILES, text, found);
        }
        return found;
    }

    private static void find(Map<Pattern, String> forbidden, Repository.Text text, List<String> found) {
        forbidden.forEach((pattern, reason) -> {
            Matcher matcher = pattern.matcher(text.content());
            while (matcher.find()) {
                found.add(text.path() + ": " + reason + ": " + matcher.group().strip());
            }
        });
    }
}

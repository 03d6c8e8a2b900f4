package io.datasync.drills.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ids of requirements, decisions and invariants, as they are defined and as they are cited. */
final class Ids {
    private static final String DECISION = "D-\\d+";
    private static final String INVARIANT = "I-\\d+";
    private static final String REQUIREMENT = "(?:CORE|RUN|AGT|API|OPS|SEC|USE|PLAT)-\\d+|DR-(?:[A-Z]|\\d+)";

    /** Not within a word, so that neither AGRI-1 nor SHA-256-D-1 nor D-1st is one. */
    private static final Pattern CITED = Pattern.compile(
            "(?<![A-Za-z0-9_-])(?:" + REQUIREMENT + "|" + DECISION + "|" + INVARIANT + ")(?![A-Za-z0-9_])");

    private Ids() {}

    /** The ids that a text cites, each once. */
    static SortedSet<String> cited(String text) {
        SortedSet<String> ids = new TreeSet<>();
        Matcher matcher = CITED.matcher(text);
        while (matcher.find()) {
            ids.add(matcher.group());
        }
        return ids;
    }

    static List<String> requirements(String page) {
        return defined(page, REQUIREMENT);
    }

    static List<String> decisions(String page) {
        return defined(page, DECISION);
    }

    static List<String> invariants(String page) {
        return defined(page, INVARIANT);
    }

    /** The ids at the start of a heading or of a bold list item, in their order, repeats included. */
    private static List<String> defined(String page, String form) {
        List<String> ids = new ArrayList<>();
        Matcher matcher = Pattern.compile("^(?:#{2,6} |- \\*\\*)(" + form + ")(?![A-Za-z0-9_-])", Pattern.MULTILINE)
                .matcher(page);
        while (matcher.find()) {
            ids.add(matcher.group(1));
        }
        return ids;
    }
}

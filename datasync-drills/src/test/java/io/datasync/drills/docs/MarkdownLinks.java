package io.datasync.drills.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The relative links of Markdown pages, and the anchors that headings give. */
final class MarkdownLinks {
    private static final Pattern LINK = Pattern.compile("]\\(([^()\\s]+)(?:\\s+\"[^\"]*\")?\\)");
    private static final Pattern CODE =
            Pattern.compile("^```.*?^```|^~~~.*?^~~~|`[^`\\n]*`", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern FENCED =
            Pattern.compile("^```.*?^```|^~~~.*?^~~~", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.*?) *#*$", Pattern.MULTILINE);
    private static final Pattern SCHEME = Pattern.compile("^[a-z][a-z0-9+.-]*:.*");

    private MarkdownLinks() {}

    /** The links of a page that lead nowhere, as written. */
    static List<String> broken(Path root, Path page) throws IOException {
        List<String> broken = new ArrayList<>();
        Matcher matcher = LINK.matcher(CODE.matcher(Files.readString(page)).replaceAll(""));
        while (matcher.find()) {
            String link = matcher.group(1);
            if (!SCHEME.matcher(link).matches() && !leadsSomewhere(root, page, link)) {
                broken.add(link);
            }
        }
        return broken;
    }

    private static boolean leadsSomewhere(Path root, Path page, String link) throws IOException {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        if (file.startsWith("/") || !target.startsWith(root) || !Files.exists(target)) {
            return false;
        }
        return hash < 0 || anchors(Files.readString(target)).contains(link.substring(hash + 1));
    }

    /** What headings can be linked by: lower case, without punctuation, hyphens for blanks. */
    static Set<String> anchors(String page) {
        Set<String> anchors = new HashSet<>();
        Matcher matcher = HEADING.matcher(FENCED.matcher(page).replaceAll(""));
        while (matcher.find()) {
            String words = matcher.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "");
            anchors.add(words.replace(' ', '-'));
        }
        return anchors;
    }
}

package io.datasync.agent.config;

import java.util.ArrayList;
import java.util.List;

/** Folders in one line of text: separated by commas, a comma or backslash in a name behind a backslash. */
final class RootList {
    private RootList() {}

    static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escape = c == '\\' && i + 1 < text.length() && isSpecial(text.charAt(i + 1));
            if (escape) {
                i++;
                part.append(text.charAt(i));
            } else if (c == ',') {
                add(parts, part);
            } else {
                part.append(c);
            }
        }
        add(parts, part);
        return parts;
    }

    private static void add(List<String> parts, StringBuilder part) {
        String text = part.toString().strip();
        if (!text.isEmpty()) {
            parts.add(text);
        }
        part.setLength(0);
    }

    static String join(List<String> parts) {
        return String.join(
                ",",
                parts.stream()
                        .map(part -> part.replace("\\", "\\\\").replace(",", "\\,"))
                        .toList());
    }

    private static boolean isSpecial(char c) {
        return c == ',' || c == '\\';
    }
}

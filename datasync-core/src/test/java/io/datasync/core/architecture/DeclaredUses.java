package io.datasync.core.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What each package may use, as its {@code package-info.java} says it. "May use a and b." names packages of core, each in a code tag;
 * "what they use" adds what those may use; "every other package of the core but c" names all others; "Uses the JDK alone" names none.
 */
final class DeclaredUses {
    private static final Pattern SENTENCE =
            Pattern.compile("(May use |Uses the JDK alone)(.*?)\\.(?=\\s|$)", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("\\{@code ([a-z.]+)}");

    private final Map<String, String> sentences;

    private DeclaredUses(Map<String, String> sentences) {
        this.sentences = sentences;
    }

    /** Reads every {@code package-info.java} below the root of core, but not the root's own. */
    static DeclaredUses read() throws IOException {
        Path root = CoreClasses.SOURCES.resolve(CoreClasses.ROOT.replace('.', '/'));
        Map<String, String> documents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(path -> path.endsWith("package-info.java")).toList()) {
                String name = root.relativize(file.getParent())
                        .toString()
                        .replace('/', '.')
                        .replace('\\', '.');
                documents.put(name, Files.readString(file));
            }
        }
        documents.remove("");
        return of(documents);
    }

    static DeclaredUses of(Map<String, String> documents) {
        Map<String, String> sentences = new LinkedHashMap<>();
        documents.forEach((name, document) -> sentences.put(name, sentence(document)));
        return new DeclaredUses(sentences);
    }

    /** The sentence about uses without line breaks; empty when there is none. */
    private static String sentence(String document) {
        String text = document.lines()
                .map(line -> line.replaceFirst("^ ?/?\\*+/? ?", ""))
                .collect(Collectors.joining(" "));
        Matcher matcher = SENTENCE.matcher(text);
        return matcher.find() ? matcher.group() : "";
    }

    Set<String> packages() {
        return sentences.keySet();
    }

    List<String> packagesWithoutSentence() {
        return sentences.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The packages that one may use, by its own words. */
    Set<String> allowed(String name) {
        return allowed(name, new HashSet<>());
    }

    private Set<String> allowed(String name, Set<String> visited) {
        Set<String> allowed = new TreeSet<>();
        if (!visited.add(name)) {
            return allowed;
        }
        String sentence = sentences.getOrDefault(name, "");
        Matcher matcher = NAME.matcher(sentence);
        while (matcher.find()) {
            allowed.add(matcher.group(1));
        }
        if (sentence.contains("every other package of the core but")) {
            Set<String> others = new TreeSet<>(sentences.keySet());
            others.removeAll(allowed);
            return others;
        }
        if (sentence.contains("what they use")) {
            for (String used : Set.copyOf(allowed)) {
                allowed.addAll(allowed(used, visited));
            }
        }
        return allowed;
    }
}

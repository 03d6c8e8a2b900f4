package io.datasync.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Every public and protected signature of core stands in {@code src/test/resources/api}, a file for each package, so that none changes unseen. With the
 * system property {@code acceptPublicApi} the files are written anew.
 */
final class PublicApiTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "api");
    private static final String ACCEPT = "acceptPublicApi";

    @Test
    @DisplayName("no public signature of core changes unseen")
    void nothingChangesUnseen() throws Exception {
        SortedMap<String, List<String>> now = signatures();
        if (Boolean.getBoolean(ACCEPT)) {
            accept(now);
        }
        SortedMap<String, List<String>> known = known();
        for (Map.Entry<String, List<String>> each : now.entrySet()) {
            assertThat(each.getValue())
                    .as(
                            "The public types of %s; if the change is meant: mvn -pl datasync-core test -Dtest=PublicApiTest -D%s=true",
                            each.getKey(), ACCEPT)
                    .isEqualTo(known.getOrDefault(each.getKey(), List.of()));
        }
        assertThat(known.keySet()).as("packages with public types").isEqualTo(now.keySet());
    }

    @Test
    @DisplayName("what is compared shows types, bounds, members and exceptions, and nothing that is private")
    void signaturesAreWhole() {
        assertThat(Signatures.of(Sample.class))
                .containsExactly(
                        "public abstract static class Sample<T extends java.lang.Comparable<T>> implements java.lang.Runnable",
                        "    protected Sample(T) throws java.io.IOException",
                        "    protected abstract <R> java.util.List<? super R> made(R[])",
                        "    public static final int NUMBER");
    }

    /** Something of each kind. */
    public abstract static class Sample<T extends Comparable<T>> implements Runnable {
        public static final int NUMBER = 1;
        private final int hidden = NUMBER;

        protected Sample(T value) throws IOException {
            if (value.toString().length() > hidden) {
                throw new IOException();
            }
        }

        protected abstract <R> List<? super R> made(R[] of);

        int shown() {
            return hidden;
        }

        @Override
        public String toString() {
            return "said of every type";
        }
    }

    private static SortedMap<String, List<String>> signatures() throws ClassNotFoundException {
        SortedMap<String, List<String>> found = new TreeMap<>();
        SortedMap<String, Class<?>> types = new TreeMap<>();
        for (var type : CoreClasses.ALL) {
            Class<?> loaded = Class.forName(type.getName(), false, PublicApiTest.class.getClassLoader());
            if (isVisible(loaded)) {
                types.put(loaded.getName(), loaded);
            }
        }
        for (Class<?> type : types.values()) {
            found.merge(type.getPackageName(), Signatures.of(type), Signatures::joined);
        }
        return found;
    }

    private static boolean isVisible(Class<?> type) {
        boolean open = Modifier.isPublic(type.getModifiers()) || Modifier.isProtected(type.getModifiers());
        Class<?> around = type.getEnclosingClass();
        return open && !type.isAnonymousClass() && (around == null || isVisible(around));
    }

    private static void accept(SortedMap<String, List<String>> now) throws IOException {
        Files.createDirectories(GOLDEN);
        for (Path file : files()) {
            Files.delete(file);
        }
        for (Map.Entry<String, List<String>> each : now.entrySet()) {
            Files.write(GOLDEN.resolve(each.getKey() + ".txt"), each.getValue());
        }
    }

    private static SortedMap<String, List<String>> known() throws IOException {
        SortedMap<String, List<String>> known = new TreeMap<>();
        for (Path file : files()) {
            known.put(file.getFileName().toString().replaceFirst("[.]txt$", ""), Files.readAllLines(file));
        }
        return known;
    }

    private static List<Path> files() throws IOException {
        try (var files = Files.list(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".txt")).toList();
        }
    }
}

package io.datasync.core.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;

/** The classes of core as the compiler made them, and the packages they lie in. */
final class CoreClasses {
    static final String ROOT = "io.datasync.core";
    static final Path SOURCES = Path.of("src", "main", "java");

    static final JavaClasses ALL = new ClassFileImporter().importPath(Path.of("target", "classes"));

    private CoreClasses() {}

    /** A package without the common beginning, for example {@code store.directory}; empty for the root and for what is not of core. */
    static String packageOf(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName();
        return name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1) : "";
    }

    /** Each use of another package of core, as {@code from -> to (class -> class)}. */
    static SortedSet<Use> uses() {
        SortedSet<Use> uses = new TreeSet<>();
        for (JavaClass type : ALL) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String from = packageOf(type);
                String to = packageOf(dependency.getTargetClass());
                if (!to.isEmpty() && !from.equals(to)) {
                    uses.add(new Use(
                            from,
                            to,
                            type.getSimpleName() + " -> "
                                    + dependency.getTargetClass().getSimpleName()));
                }
            }
        }
        return uses;
    }

    /** One package's use of another, and the classes that show it. */
    record Use(String from, String to, String example) implements Comparable<Use> {
        @Override
        public int compareTo(Use other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return from + " -> " + to + " (" + example + ")";
        }
    }
}

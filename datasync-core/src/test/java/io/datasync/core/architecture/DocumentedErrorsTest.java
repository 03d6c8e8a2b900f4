package io.datasync.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Whatever a public method throws in operation is documented: at the method, its type or its package")
class DocumentedErrorsTest {
    private static final Path SOURCES = Path.of("src/main/java");

    /** A code, a tag, or whose exceptions they are. */
    private static final Pattern SAID = Pattern.compile("@throws|\\{@code [A-Z]+(_[A-Z]+)+|[Tt]hrows|passed on|passes");

    @Test
    @DisplayName("each that throws a SyncException says which, or whose")
    void eachSaysWhich() throws IOException {
        List<String> silent = new ArrayList<>();
        int seen;
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            seen = scan(
                    sources.filter(file -> file.toString().endsWith(".java")).toList(), silent);
        }
        assertThat(seen).as("methods that throw one").isGreaterThan(250);
        assertThat(silent).isEmpty();
    }

    /** The number of such methods; those that say nothing are added to the list. */
    private static int scan(List<Path> sources, List<String> silent) throws IOException {
        try (StandardJavaFileManager files =
                ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
            Iterable<? extends JavaFileObject> objects = files.getJavaFileObjectsFromPaths(sources);
            JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                    .getTask(null, files, null, List.of("-proc:none"), null, objects);
            List<CompilationUnitTree> units = new ArrayList<>();
            task.parse().forEach(units::add);
            Map<String, String> packages = packages(sources);
            var visit = new Visit(DocTrees.instance(task), packages, silent);
            units.forEach(unit -> visit.scan(unit, null));
            return visit.seen;
        }
    }

    /** What each package says of itself, before its first word of code. */
    private static Map<String, String> packages(List<Path> sources) throws IOException {
        Map<String, String> said = new HashMap<>();
        for (Path source : sources) {
            if (source.endsWith("package-info.java")) {
                Path folder = SOURCES.relativize(source.resolveSibling("."));
                said.put(
                        folder.normalize().toString().replace('/', '.'),
                        Files.readString(source).split("\\*/", 2)[0]);
            }
        }
        return said;
    }

    private static final class Visit extends TreePathScanner<Void, Void> {
        private final DocTrees docs;
        private final Map<String, String> packages;
        private final List<String> silent;
        private int seen;

        Visit(DocTrees docs, Map<String, String> packages, List<String> silent) {
            this.docs = docs;
            this.packages = packages;
            this.silent = silent;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            ClassTree type = (ClassTree) getCurrentPath().getParentPath().getLeaf();
            boolean throwing = method.getThrows().stream()
                    .anyMatch(thrown -> thrown.toString().equals("SyncException"));
            if (throwing && isPublic(type, method) && !isOverride(method)) {
                seen++;
                String where =
                        String.valueOf(getCurrentPath().getCompilationUnit().getPackageName());
                boolean said = says(getCurrentPath())
                        || says(getCurrentPath().getParentPath())
                        || SAID.matcher(packages.getOrDefault(where, "")).find();
                if (!said) {
                    silent.add(where + "." + type.getSimpleName() + "." + method.getName());
                }
            }
            return super.visitMethod(method, null);
        }

        private boolean isPublic(ClassTree type, MethodTree method) {
            Set<Modifier> own = method.getModifiers().getFlags();
            boolean ofInterface = type.getKind() == Tree.Kind.INTERFACE && !own.contains(Modifier.PRIVATE);
            return type.getModifiers().getFlags().contains(Modifier.PUBLIC)
                    && (ofInterface || own.contains(Modifier.PUBLIC));
        }

        private static boolean isOverride(MethodTree method) {
            return method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
        }

        private boolean says(TreePath path) {
            DocCommentTree comment = docs.getDocCommentTree(path);
            return comment != null && SAID.matcher(comment.toString()).find();
        }
    }
}

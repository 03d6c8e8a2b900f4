package io.datasync.drills.bench.cases;

import io.datasync.drills.bench.measure.Tools;
import io.datasync.drills.bench.subject.ArchiveOnce;
import io.datasync.drills.bench.subject.DiffManifests;
import io.datasync.drills.bench.subject.SealedAgent;
import io.datasync.drills.bench.subject.VerifyOnce;
import io.datasync.testkit.corpus.FileTree;
import io.datasync.testkit.corpus.SpeedCorpus;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command lines of what is measured: Java, with the settings that are recommended to those who embed the core. */
public final class Subject {
    private static final String ONE_COLLECTOR = "-XX:+UseSerialGC";

    /** For runs that find little to do, what docs/embedding.md recommends beside a small heap: the compiler that is quick to begin. */
    private static final List<String> QUICK = List.of(ONE_COLLECTOR, "-XX:TieredStopAtLevel=1");

    /**
     * For runs that read many bytes, as docs/embedding.md recommends: the other compiler alone uses the processor's instructions for SHA-256, and for
     * the rest costs more than it gains.
     */
    public static final String DIGESTS_ALONE = """
            [
              { match: "sun.security.provider.*::*", c2: { Exclude: false } },
              { match: "*::*", c2: { Exclude: true } }
            ]
            """;

    private static final int HEAP_OF_MAKING_MIB = 1024;

    /** As the agent's launcher has it. */
    private static final List<String> AGENT = List.of(ONE_COLLECTOR, "-Xss512k", "-Xmx96m");

    private static final List<String> DIFF = List.of(ONE_COLLECTOR, "-Xmx16m");

    private static final List<Class<?>> EMBEDDING = List.of(ArchiveOnce.class, VerifyOnce.class);

    private final String java =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private final String classPath = System.getProperty("java.class.path");
    private final int heapMib;
    private final List<String> thorough;
    private final String embedding;
    private final Path classes;

    /**
     * On what this process runs on itself. Those that only embed the core get a class path of jars and an archive of loaded classes, as a program that
     * is installed would.
     *
     * @param heapMib the heap of a process that archives
     * @param dir where the archive is made
     */
    public Subject(int heapMib, Tools tools, Path dir) throws IOException {
        this.heapMib = heapMib;
        Path compiler = Files.writeString(dir.resolve("compiler.json"), DIGESTS_ALONE);
        thorough = List.of(
                ONE_COLLECTOR,
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+DisplayVMOutputToStderr",
                "-XX:CompilerDirectivesFile=" + compiler);
        classes = dir.resolve("classes.jsa");
        Path jar = dir.resolve("embedding.jar");
        embedding = Stream.concat(
                        Stream.of(jar.toString()),
                        Arrays.stream(classPath.split(File.pathSeparator, -1))
                                .filter(path -> path.matches(".*/(datasync-core|jackson-core|jspecify)-[^/]*\\.jar")))
                .collect(Collectors.joining(File.pathSeparator));
        makeJar(jar);
        dumpClasses(tools, dir);
    }

    private static void makeJar(Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Class<?> program : EMBEDDING) {
                String name = program.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(name));
                try (InputStream in = program.getResourceAsStream("/" + name)) {
                    Objects.requireNonNull(in, name).transferTo(out);
                }
            }
        }
    }

    /** Archives a tiny folder twice, and keeps what was loaded meanwhile in a form that loads faster. */
    private void dumpClasses(Tools tools, Path dir) throws IOException {
        Path list = dir.resolve("classes.list");
        Path sample = dir.resolve("sample");
        Files.deleteIfExists(classes);
        FileTree.delete(sample);
        SpeedCorpus.G.of(1, 2).make(Files.createDirectories(sample).resolve("source"), 1, 1);
        for (int i = 0; i < 2; i++) {
            List<String> settings = new ArrayList<>(QUICK);
            settings.add("-XX:DumpLoadedClassList=" + list);
            tools.run(command(
                    settings,
                    embedding,
                    ArchiveOnce.class,
                    sample.resolve("source").toString(),
                    sample.resolve("archive").toString(),
                    sample.resolve("memory").toString()));
        }
        tools.run(
                java,
                ONE_COLLECTOR,
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + list,
                "-XX:SharedArchiveFile=" + classes,
                "-cp",
                embedding);
        FileTree.delete(sample);
    }

    /** Archives a source, at whatever place it is told. */
    public List<String> archive(String source, Path archive, Path memory) {
        return embedded(thorough, heapMib, ArchiveOnce.class, source, archive, memory);
    }

    /** The same where little is to be archived. */
    List<String> archiveAgain(String source, Path archive, Path memory) {
        return embedded(QUICK, heapMib, ArchiveOnce.class, source, archive, memory);
    }

    /** The same without a thought to memory, for what is not measured. */
    List<String> makeArchive(String source, Path archive, Path memory) {
        int heap = Math.max(heapMib, HEAP_OF_MAKING_MIB);
        return embedded(thorough, heap, ArchiveOnce.class, source, archive, memory);
    }

    List<String> verify(String source, Path archive, Path memory) {
        return embedded(thorough, heapMib, VerifyOnce.class, source, archive, memory);
    }

    private List<String> embedded(
            List<String> jvm, int heap, Class<?> program, String source, Path archive, Path memory) {
        List<String> settings = new ArrayList<>(jvm);
        settings.add("-Xmx" + heap + "m");
        settings.add("-XX:SharedArchiveFile=" + classes);
        return command(settings, embedding, program, source, archive.toString(), memory.toString());
    }

    List<String> diff(int entries, int times) {
        return command(DIFF, classPath, DiffManifests.class, String.valueOf(entries), String.valueOf(times));
    }

    List<String> sealedAgent(String source, Path home, int rounds) {
        return command(AGENT, classPath, SealedAgent.class, source, home.toString(), String.valueOf(rounds));
    }

    private List<String> command(List<String> settings, String path, Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(settings);
        command.addAll(List.of("-Dfile.encoding=UTF-8", "-cp", path, program.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}

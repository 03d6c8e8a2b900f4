package io.datasync.drills.bench.cases;

import io.datasync.drills.bench.subject.ArchiveOnce;
import io.datasync.drills.bench.subject.DiffManifests;
import io.datasync.drills.bench.subject.SealedAgent;
import io.datasync.drills.bench.subject.VerifyOnce;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines of what is measured: Java, with the settings that are recommended to those who embed the core. */
public final class Subject {
    /** One collector thread, and the compiler that is quick to begin: what docs/embedding.md recommends beside a small heap. */
    private static final List<String> SETTINGS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final int HEAP_OF_MAKING_MIB = 1024;

    /** As the agent's launcher has it. */
    private static final List<String> AGENT = List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final List<String> DIFF = List.of("-Xmx16m", "-XX:+UseSerialGC");

    private final String java =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private final String classPath = System.getProperty("java.class.path");
    private final int heapMib;

    /**
     * On what this process runs on itself.
     *
     * @param heapMib the heap of a process that archives
     */
    public Subject(int heapMib) {
        this.heapMib = heapMib;
    }

    /** Archives a source, at whatever place it is told. */
    public List<String> archive(String source, Path archive, Path memory) {
        return archive(heapMib, source, archive, memory);
    }

    /** The same without a thought to memory, for what is not measured. */
    List<String> makeArchive(String source, Path archive, Path memory) {
        return archive(Math.max(heapMib, HEAP_OF_MAKING_MIB), source, archive, memory);
    }

    List<String> verify(String source, Path archive, Path memory) {
        return embedded(heapMib, VerifyOnce.class, source, archive, memory);
    }

    private List<String> archive(int heap, String source, Path archive, Path memory) {
        return embedded(heap, ArchiveOnce.class, source, archive, memory);
    }

    private List<String> embedded(int heap, Class<?> program, String source, Path archive, Path memory) {
        List<String> settings = new ArrayList<>(SETTINGS);
        settings.add("-Xmx" + heap + "m");
        return command(settings, program, source, archive.toString(), memory.toString());
    }

    List<String> diff(int entries, int times) {
        return command(DIFF, DiffManifests.class, String.valueOf(entries), String.valueOf(times));
    }

    List<String> sealedAgent(String source, Path home, int rounds) {
        return command(AGENT, SealedAgent.class, source, home.toString(), String.valueOf(rounds));
    }

    private List<String> command(List<String> settings, Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(settings);
        command.addAll(List.of("-Dfile.encoding=UTF-8", "-cp", classPath, program.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}

package io.datasync.testkit.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be started: a command, its environment, its working folder and the file that takes its output.
 *
 * <p>Not thread-safe; {@link #start} may be called again and starts another process each time. The process gets no
 * input, its two outputs are appended to one log file, and it has a session of its own, so that Ctrl-C at the terminal
 * reaches only the JVM that started it, which then ends its processes in order.
 */
public final class Launch {
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final String NOBODY = "65534";

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> notInherited = new ArrayList<>();
    private Path directory;
    private final Path log;
    private boolean unprivileged;

    /**
     * Names a command to start.
     *
     * @param name how messages call the process, such as {@code server}
     * @param command the program and its arguments; the program should replace itself ({@code exec}) rather than start
     *     another, since signals go to its own process id
     * @param log takes both outputs; its folder is made when missing
     */
    public Launch(String name, List<String> command, Path log) {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("no command for " + name);
        }
        this.name = name;
        this.command = List.copyOf(command);
        this.log = log.toAbsolutePath();
        this.directory = Path.of("").toAbsolutePath();
        environment("LC_ALL", "C.UTF-8");
        environment("LANG", "C.UTF-8");
    }

    /** Sets one variable; all others are inherited. {@code LC_ALL} and {@code LANG} are C.UTF-8 unless set (D-16). */
    public Launch environment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /**
     * Inherits no variable whose name begins so: what the person has set who runs the tests, such as a database of theirs,
     * is none of the process's business.
     */
    public Launch withoutInherited(String prefix) {
        notInherited.add(prefix);
        return this;
    }

    /** Sets the working folder; without it the process works in the folder of this JVM. */
    public Launch directory(Path folder) {
        this.directory = folder.toAbsolutePath();
        return this;
    }

    /**
     * Lets the process run as the user nobody when this JVM is root, since root may read every file; otherwise nothing
     * changes. What it must read and write has to be open to that user.
     */
    public Launch unprivileged() {
        this.unprivileged = true;
        return this;
    }

    /**
     * Starts the process.
     *
     * @throws UncheckedIOException when the program or the working folder does not exist or may not be used; nothing
     *     was started then
     */
    public RunningProcess start() {
        var builder = new ProcessBuilder(wrapped());
        builder.environment().keySet().removeIf(variable -> notInherited.stream()
                .anyMatch(variable::startsWith));
        builder.environment().putAll(environment);
        builder.directory(directory.toFile());
        builder.redirectErrorStream(true);
        builder.redirectInput(new File("/dev/null"));
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            Files.createDirectories(log.getParent());
            return Reaper.guard(name, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name + ": " + command, e);
        }
    }

    private List<String> wrapped() {
        var all = new ArrayList<String>();
        if (Files.isExecutable(SETSID)) {
            all.add(SETSID.toString());
        }
        if (unprivileged && Files.isExecutable(SETPRIV) && isRoot()) {
            all.addAll(List.of(SETPRIV.toString(), "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"));
        }
        all.addAll(command);
        return all;
    }

    private static boolean isRoot() {
        return "root".equals(ProcessHandle.current().info().user().orElse(""));
    }
}

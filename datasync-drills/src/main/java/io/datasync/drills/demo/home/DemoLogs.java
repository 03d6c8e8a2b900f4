package io.datasync.drills.demo.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the demo's processes print: a file for each, and one with what was there before, neither larger than a bound for long.
 *
 * <p>A process begins a new file with each start. One that prints on and on is cut: its file's content becomes the earlier one, and
 * because processes append, they go on at the beginning. What is printed in that very moment is lost, which a log of a demo can bear.
 */
public final class DemoLogs {
    static final long BYTES_MAX = 8 << 20;

    private static final String EARLIER = ".1";

    private final Path folder;
    private final long bytesMax;

    public DemoLogs(Path folder, long bytesMax) {
        this.folder = folder;
        this.bytesMax = bytesMax;
    }

    /** The file of a process that is about to start; it does not exist. */
    public Path begin(String process) throws IOException {
        Files.createDirectories(folder);
        Path log = folder.resolve(process + ".log");
        try {
            Files.move(log, earlier(log), StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            // It never ran.
        }
        return log;
    }

    /** Cuts what has become too large. */
    public void trim() throws IOException {
        for (Path log : logs()) {
            if (Files.size(log) > bytesMax) {
                Files.copy(log, earlier(log), StandardCopyOption.REPLACE_EXISTING);
                try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
                    channel.truncate(0);
                }
            }
        }
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Path earlier(Path log) {
        return log.resolveSibling(log.getFileName() + EARLIER);
    }
}

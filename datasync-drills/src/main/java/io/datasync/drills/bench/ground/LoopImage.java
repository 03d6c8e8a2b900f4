package io.datasync.drills.bench.ground;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file system in a sparse file, mounted while it is open.
 *
 * <p>This process has mounts of its own, so nobody else sees it and it is unmounted when the process ends in whatever way. One that is not kept loses
 * its name at once: its room is given back when it is unmounted.
 */
final class LoopImage implements AutoCloseable {
    private static final long BYTES = 64L << 30;

    private final Path folder;

    private LoopImage(Path folder) {
        this.folder = folder;
    }

    static LoopImage mount(Path image, Path folder, boolean keep) throws IOException {
        if (!Files.exists(image)) {
            try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
                file.setLength(BYTES);
            }
            // Room for millions of files; nothing is written in the background once it is mounted.
            run(
                    "mkfs.ext4",
                    "-q",
                    "-F",
                    "-i",
                    "8192",
                    "-m",
                    "0",
                    "-E",
                    "nodiscard,lazy_itable_init=1",
                    image.toString());
        }
        run("mount", "-o", "loop,noatime,nodiscard,noinit_itable", image.toString(), folder.toString());
        LoopImage mounted = new LoopImage(folder);
        if (!keep) {
            Files.delete(image);
        }
        return mounted;
    }

    @Override
    public void close() throws IOException {
        run("umount", folder.toString());
    }

    private static void run(String... command) throws IOException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted during " + command[0], e);
        }
    }
}

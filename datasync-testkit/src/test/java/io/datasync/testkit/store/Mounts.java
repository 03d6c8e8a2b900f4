package io.datasync.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** File systems mounted for a test, which root alone can do; elsewhere such tests are skipped visibly. Unmounts on closing. */
public final class Mounts implements AutoCloseable {
    private final Deque<Path> mounted = new ArrayDeque<>();

    /** Mounts a new file system in memory. */
    public void memory(Path folder, String type, String options) {
        assumeTrue(
                run("mount", "-t", type, "-o", options, "datasync-test", folder.toString()) == 0,
                "only root can mount " + type);
        mounted.push(folder);
    }

    /**
     * Mounts a new ext4 whose disk is the file {@code image}. Its journal and tables have their room in the file system of the image; the
     * bytes of files take theirs when they are written, so that these alone can find none.
     */
    public void thinDisk(Path folder, Path image, String size) {
        assumeTrue(
                run("truncate", "-s", size, image.toString()) == 0
                        && run("mkfs.ext4", "-q", "-F", "-b", "4096", "-N", "512", "-J", "size=4", image.toString())
                                == 0
                        && run("fallocate", "-l", size, image.toString()) == 0,
                "no mkfs.ext4");
        again(folder, image);
        assumeTrue(run("fstrim", folder.toString()) == 0, "this disk cannot be thin");
    }

    /** Mounts a disk that was made before. */
    public void again(Path folder, Path image) {
        assumeTrue(run("mount", "-o", "loop", image.toString(), folder.toString()) == 0, "only root can mount a disk");
        mounted.push(folder);
    }

    /** Makes a mounted file system read-only, writable again, or larger. */
    public void remount(Path folder, String options) {
        assertThat(run("mount", "-o", "remount," + options, folder.toString())).isZero();
    }

    /** Unmounts. */
    public void unmount(Path folder) {
        assertThat(run("umount", folder.toString())).isZero();
        mounted.remove(folder);
    }

    private static int run(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        while (!mounted.isEmpty()) {
            unmount(mounted.peek());
        }
    }
}

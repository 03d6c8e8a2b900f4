package io.datasync.testkit.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the built server and agent are, below the root of the repository.
 *
 * @param root the folder that holds {@code payara} and {@code datasync-agent}
 */
public record Installation(Path root) {
    /** The system property that names the root; without it the working folder and those above it are searched. */
    public static final String ROOT = "datasync.root";

    private static final Path NODE = Path.of("payara", "target", "node", "bin", "datasync-node");
    private static final Path AGENT = Path.of("datasync-agent", "target", "agent", "bin", "datasync-agent");

    /**
     * The installation of this build.
     *
     * @throws IllegalStateException when there is none above the working folder
     */
    public static Installation find() {
        String given = System.getProperty(ROOT);
        if (given != null) {
            return new Installation(Path.of(given).toAbsolutePath());
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("datasync")) && Files.isDirectory(folder.resolve("payara"))) {
                return new Installation(folder);
            }
        }
        throw new IllegalStateException(
                "no repository above " + Path.of("").toAbsolutePath() + "; name its root by -D" + ROOT);
    }

    /** The program that becomes a server node. */
    public Path node() {
        return built(NODE);
    }

    /** The program that becomes an agent. */
    public Path agent() {
        return built(AGENT);
    }

    private Path built(Path program) {
        Path file = root.resolve(program);
        if (!Files.isExecutable(file)) {
            throw new IllegalStateException("not built: " + file + "; run: mvn package -DskipTests");
        }
        return file;
    }
}

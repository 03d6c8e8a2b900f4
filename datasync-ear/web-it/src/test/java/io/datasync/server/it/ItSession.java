package io.datasync.server.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Prepares what the container is started with, before Arquillian reads its configuration: a new home, the database that the build
 * names in {@code it.database}, and the loopback address.
 */
public final class ItSession implements LauncherSessionListener {
    /** Comparisons that the server takes at once: few, so that a test can use them up. */
    static final int COMPARISONS_MAX = 2;

    private @Nullable EmbeddedPostgres postgres;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        String database = Objects.requireNonNull(System.getProperty("it.database"), "it.database");
        try {
            Path home = Files.createTempDirectory(Path.of(System.getProperty("it.work")), "home-");
            Path preboot = Files.writeString(
                    home.resolve("preboot.txt"), preboot(Files.readString(Path.of(System.getProperty("it.preboot")))));
            String url = url(database, home);
            System.setProperty("it.home", home.toString());
            System.setProperty("it.db.url", url);
            System.setProperty(
                    "it.micro.options",
                    "--nohazelcast --disablephonehome --prebootcommandfile " + preboot + " --rootdir "
                            + home.resolve("payara"));
            System.setProperty("it.java.options", String.join(" ", javaOptions(home, url)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** That of a node, but for the listener: Arquillian reads its port from what Payara says of it while it boots. */
    private static String preboot(String ofNode) {
        String closed = "http-listener.enabled=false";
        if (!ofNode.contains(closed)) {
            throw new IllegalStateException("no " + closed + " in the settings of a node");
        }
        return ofNode.replace("@ADDRESS@", "127.0.0.1").replace(closed, "http-listener.enabled=true");
    }

    private String url(String database, Path home) throws IOException {
        if (database.equals("h2")) {
            return "jdbc:h2:file:" + home.resolve("db") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        }
        EmbeddedPostgres started = EmbeddedPostgres.builder().start();
        postgres = started;
        return started.getJdbcUrl("postgres", "postgres");
    }

    private static List<String> javaOptions(Path home, String url) {
        return List.of(
                "-Xmx512m",
                // Ready with half the work; what the second compiler costs would pay after hours only.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + home,
                "-Dorg.glassfish.startupThreadPolicy=USE_NO_THREADS",
                "-Ddatasync.home=" + home,
                "-Ddatasync.db.url=" + url,
                "-Ddatasync.db.user=postgres",
                "-Ddatasync.db.password=postgres",
                "-Ddatasync.compare.concurrent.max=" + COMPARISONS_MAX,
                "-Ddatasync.ci.upload.secret=" + ServerClient.CI_SECRET);
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        EmbeddedPostgres started = postgres;
        if (started != null) {
            try {
                started.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}

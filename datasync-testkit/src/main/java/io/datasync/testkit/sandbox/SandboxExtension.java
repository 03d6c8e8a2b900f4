package io.datasync.testkit.sandbox;

import io.datasync.testkit.corpus.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link Sandbox} as a parameter: one for all suites of this JVM, started when the first one asks and
 * ended after the last test. A server takes a dozen seconds to start, so suites share it, also at the same time, and keep
 * apart by the names of their agents.
 *
 * <p>Each suite says by {@link org.junit.jupiter.api.parallel.ResourceLock} of {@link #SERVER} what it does with the
 * server: {@code READ} when it wants it to run, {@code READ_WRITE} when it stops the server, its database or what is
 * between them, or moves its clock, and then it brings all of it back.
 *
 * <p>The system property {@code datasync.sandbox.database} chooses {@code h2} (default) or {@code postgres}, so that one
 * suite can be run on both; PostgreSQL has a proxy before it. Everything is in {@code target/sandbox} of the module and
 * is removed by the next run, not by this one.
 */
public final class SandboxExtension implements ParameterResolver {
    /** The system property that names the database. */
    public static final String DATABASE = "datasync.sandbox.database";

    /** What suites lock that share the sandbox. */
    public static final String SERVER = "datasync.sandbox.server";

    /** What a test waits when the database falls silent. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final Namespace NAMESPACE = Namespace.create(SandboxExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Sandbox.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // What is in the root's store is closed with it, after the last test of the JVM.
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(Sandbox.class, key -> start(), Sandbox.class);
    }

    private static Sandbox start() {
        Path folder = Path.of("target", "sandbox").toAbsolutePath();
        try {
            FileTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot empty " + folder, e);
        }
        String database = System.getProperty(DATABASE, "h2");
        return switch (database) {
            case "h2" -> Sandbox.in(folder).movableClock().start();
            case "postgres" ->
                Sandbox.in(folder)
                        .movableClock()
                        .database(anywhere -> PostgresDatabase.start(anywhere).answeringWithin(PATIENCE))
                        .databaseProxied()
                        .start();
            default -> throw new IllegalArgumentException(DATABASE + " is h2 or postgres, not " + database);
        };
    }
}

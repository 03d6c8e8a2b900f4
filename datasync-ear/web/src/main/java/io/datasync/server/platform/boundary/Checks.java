package io.datasync.server.platform.boundary;

import io.datasync.server.platform.pulse.Pulse;
import io.datasync.server.platform.schema.SchemaState;
import io.datasync.server.platform.settings.Configuration;
import io.datasync.server.platform.settings.ServerSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * The parts of which readiness is made, and liveness. None of them blocks: they say what timers found. A component adds its own
 * by another {@code @Readiness} bean; it then shows in {@code /health/ready} and {@code /api/health}.
 */
@ApplicationScoped
public class Checks {
    /** The name of the check that {@code /api/health} shows by itself. */
    static final String DATABASE = "database";

    @Inject
    private Pulse pulse;

    @Inject
    private SchemaState schema;

    @Inject
    private Configuration configuration;

    @Inject
    private ServerSettings settings;

    @Produces
    @Liveness
    HealthCheck process() {
        // That it answers is the whole evidence; what else fails is mended without a restart.
        return () -> HealthCheckResponse.up("process");
    }

    @Produces
    @Readiness
    HealthCheck configuration() {
        return () -> part("configuration", configuration.fault());
    }

    @Produces
    @Readiness
    HealthCheck database() {
        return () -> part(DATABASE, pulse.failure());
    }

    @Produces
    @Readiness
    HealthCheck schema() {
        return () -> part("schema", schema.failure());
    }

    @Produces
    @Readiness
    HealthCheck home() {
        return () -> part("home", fault(settings.home()));
    }

    private static Optional<String> fault(Path home) {
        return Files.isDirectory(home) && Files.isWritable(home)
                ? Optional.empty()
                : Optional.of("the folder DATASYNC_HOME is missing or cannot be written");
    }

    private static HealthCheckResponse part(String name, Optional<String> fault) {
        var response = HealthCheckResponse.named(name).status(fault.isEmpty());
        fault.ifPresent(reason -> response.withData("reason", reason));
        return response.build();
    }
}

package io.datasync.server.platform.boundary;

import io.datasync.server.platform.settings.Configuration;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * The short health that anybody may read (API-1): {@code status}, {@code database} and {@code uptime} in seconds; when
 * something fails also {@code failing}, the names of the parts, and the status is 503. Why they fail is not public (SEC-7). A test node,
 * whose clock a test moves, says so by {@code testClock} (I-13).
 */
@Path("health")
@ApplicationScoped
@PermitAll
public class HealthResource {
    @Inject
    @Readiness
    private Instance<HealthCheck> checks;

    @Inject
    private Configuration configuration;

    /** Answers at once: no check blocks. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response health() {
        List<String> failing = new ArrayList<>();
        for (HealthCheck check : checks) {
            HealthCheckResponse part = check.call();
            if (part.getStatus() == HealthCheckResponse.Status.DOWN) {
                failing.add(part.getName());
            }
        }
        failing.sort(null);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", failing.isEmpty() ? "healthy" : "unhealthy");
        body.put("database", failing.contains(Checks.DATABASE) ? "disconnected" : "connected");
        body.put("uptime", ManagementFactory.getRuntimeMXBean().getUptime() / 1_000);
        configuration.testClockOffset().ifPresent(offset -> body.put("testClock", offset.toString()));
        if (!failing.isEmpty()) {
            body.put("failing", failing);
        }
        return Response.status(failing.isEmpty() ? 200 : 503).entity(body).build();
    }
}

package io.datasync.server.operations.boundary;

import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.status.StatusSection;
import io.datasync.server.platform.status.StatusTable;
import io.datasync.server.security.control.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The content of the status page. */
@Path("admin/status")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {
    @Inject
    @Any
    private Instance<StatusSection> sections;

    @Inject
    private Clock clock;

    /** All sections, and when they were read. */
    public record Status(String asOf, List<StatusTable> tables) {}

    /** Reads all sections. */
    @GET
    @RolesAllowed(Roles.VIEWER)
    public Status status() throws SyncException {
        List<StatusTable> tables = new ArrayList<>();
        for (StatusSection section : sections.stream()
                .sorted(Comparator.comparingInt(StatusSection::position))
                .toList()) {
            tables.add(section.read());
        }
        return new Status(clock.instant().toString(), tables);
    }
}

package io.datasync.server.platform.boundary;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** All resources lie beneath {@code /api}; the container finds them by their annotations. */
@ApplicationPath("api")
public class RestApplication extends Application {
    @Override
    public Map<String, Object> getProperties() {
        // Jersey would otherwise describe all endpoints to everybody.
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}

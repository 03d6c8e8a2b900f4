package io.datasync.server.platform.boundary;

import io.datasync.server.platform.problem.BodyTooLargeException;
import io.datasync.server.platform.settings.ServerSettings;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Bounds every body: at once by its announced length, else while it is read. Runs before filters and interceptors that inflate, so
 * what is counted are the bytes on the wire.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class BodyLimitFilter implements ContainerRequestFilter {
    @Inject
    private ServerSettings settings;

    @Context
    private @Nullable ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        long bytesMax = bytesMax();
        if (request.getLength() > bytesMax) {
            throw new BodyTooLargeException(bytesMax);
        }
        request.setEntityStream(new BoundedStream(request.getEntityStream(), bytesMax));
    }

    private long bytesMax() {
        ResourceInfo current = resource;
        BodyLimit limit = current == null || current.getResourceMethod() == null
                ? null
                : current.getResourceMethod().getAnnotation(BodyLimit.class);
        return limit == null ? settings.bodyBytesMax() : limit.value();
    }
}

/**
 * The status page's content over HTTP.
 *
 * <p>Read {@link io.datasync.server.operations.boundary.StatusResource} first. Uses {@code platform.status}, the roles of {@code security} and
 * JAX-RS; what is shown comes from the components, each of which adds its own sections.
 */
@NullMarked
package io.datasync.server.operations.boundary;

import org.jspecify.annotations.NullMarked;

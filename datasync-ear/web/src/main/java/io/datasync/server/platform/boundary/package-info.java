/**
 * What a request meets first: headers, limits, readiness, and the health of the node. Read {@link
 * io.datasync.server.platform.boundary.RestApplication} first. Uses servlets, JAX-RS and MicroProfile Health.
 */
@NullMarked
package io.datasync.server.platform.boundary;

import org.jspecify.annotations.NullMarked;

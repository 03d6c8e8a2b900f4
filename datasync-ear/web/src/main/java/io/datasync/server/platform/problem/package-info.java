/**
 * Every error as an RFC 9457 problem with a stable code (API-8). Read {@link io.datasync.server.platform.problem.Problem} first,
 * then {@link io.datasync.server.platform.problem.Problems}. Uses core's failures, servlets and JAX-RS.
 */
@NullMarked
package io.datasync.server.platform.problem;

import org.jspecify.annotations.NullMarked;

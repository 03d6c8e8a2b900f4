/**
 * Authentication of every request, and the endpoints for people. Read {@link
 * io.datasync.server.security.boundary.RequestAuthentication} first. Uses Jakarta Security, servlets and JAX-RS.
 */
@NullMarked
package io.datasync.server.security.boundary;

import org.jspecify.annotations.NullMarked;

/**
 * Who may do what, and the record of what was done. {@code boundary} authenticates every request, {@code control} keeps
 * passwords and sessions, {@code audit} the audit log, {@code entity} the people.
 *
 * <p>Read {@link io.datasync.server.security.boundary.RequestAuthentication} first. Uses {@code platform} and Jakarta Security.
 */
@NullMarked
package io.datasync.server.security;

import org.jspecify.annotations.NullMarked;

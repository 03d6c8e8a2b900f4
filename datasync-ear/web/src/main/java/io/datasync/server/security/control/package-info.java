/**
 * Passwords, sessions, limits against guessing, and the audit log. Read {@link
 * io.datasync.server.security.control.CallerIdentity} and {@link io.datasync.server.security.control.AuditLog} first. Uses JPA for
 * people, SQL for sessions and audit.
 */
@NullMarked
package io.datasync.server.security.control;

import org.jspecify.annotations.NullMarked;

/**
 * Passwords, sessions, limits against guessing. Read {@link io.datasync.server.security.control.CallerIdentity} first. Uses
 * {@code security.audit}, JPA for people and SQL for sessions.
 */
@NullMarked
package io.datasync.server.security.control;

import org.jspecify.annotations.NullMarked;

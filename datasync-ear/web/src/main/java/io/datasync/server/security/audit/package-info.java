/**
 * Who did what, and who was refused: the audit log, written in the transaction of the deed it tells of (D-35).
 *
 * <p>Read {@link io.datasync.server.security.audit.AuditLog} first. Uses core, {@code platform}, JDBC and servlets.
 */
@NullMarked
package io.datasync.server.security.audit;

import org.jspecify.annotations.NullMarked;

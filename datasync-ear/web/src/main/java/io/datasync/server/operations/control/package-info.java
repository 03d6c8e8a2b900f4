/** Alerts. Read {@link io.datasync.server.operations.control.Alerts} first. Uses SQL, {@code platform} and the audit log of {@code security.control}. */
@NullMarked
package io.datasync.server.operations.control;

import org.jspecify.annotations.NullMarked;

/**
 * What people must know and do about a running fleet: the status page and alerts now; logs, audits and incidents later.
 *
 * <p>Read {@link io.datasync.server.operations.control.Alerts} first. Uses {@code platform} and the roles of {@code security}.
 */
@NullMarked
package io.datasync.server.operations;

import org.jspecify.annotations.NullMarked;

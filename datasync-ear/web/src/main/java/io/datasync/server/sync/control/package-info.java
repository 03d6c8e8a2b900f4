/**
 * What core's rules need of a server: the index on the data source, the archives, the audit log, leases renewed by heartbeats, and room on
 * disk for long answers.
 *
 * <p>Read {@link io.datasync.server.sync.control.SyncParts} first. Uses {@code sync.index}, the audit log of {@code security}, the alerts of {@code operations} and the
 * heartbeats of {@code fleet}.
 */
@NullMarked
package io.datasync.server.sync.control;

import org.jspecify.annotations.NullMarked;

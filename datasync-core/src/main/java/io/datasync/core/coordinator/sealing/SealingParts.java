package io.datasync.core.coordinator.sealing;

import io.datasync.core.store.ArchiveOpener;
import java.time.InstantSource;

/**
 * What sealing needs besides the index.
 *
 * @param archives where certificates are published
 * @param keys who signs them
 * @param clock the server's
 */
public record SealingParts(ArchiveOpener archives, SealingKeys keys, InstantSource clock) {}

package io.datasync.core.index.notice;

import io.datasync.core.manifest.SourceEntry;
import java.time.Instant;

/**
 * A file that existed and vanished before it was archived (CORE-10). Never removed.
 *
 * @param noticedAt when the agent found it gone, by its clock
 */
public record LossRow(SourceEntry entry, Instant noticedAt) {}

package io.datasync.core.journal;

import io.datasync.core.manifest.SourceEntry;
import java.time.Instant;

/** A loss as the agent noticed it. */
public record LossNote(long scanSeq, SourceEntry entry, Instant noticedAt) {}

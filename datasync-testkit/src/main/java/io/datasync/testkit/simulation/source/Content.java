package io.datasync.testkit.simulation.source;

import io.datasync.core.digest.Digest;

/** What a file was like for a while: its size, its time and its bytes. */
public record Content(long sizeBytes, long ticks, Digest digest) {}

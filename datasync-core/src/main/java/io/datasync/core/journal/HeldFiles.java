package io.datasync.core.journal;

/** How many files a call held, and how many bytes, as they were last observed. */
public record HeldFiles(long files, long bytes) {}

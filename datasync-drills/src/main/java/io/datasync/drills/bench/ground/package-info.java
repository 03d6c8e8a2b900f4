/**
 * Where measurements take place: a file system of their own where that can be had, and the corpora on it.
 *
 * <p>Read {@link io.datasync.drills.bench.ground.Ground} first. May use the test kit's corpora. On a disk that discards at once, each unlink costs
 * milliseconds, and figures say nothing of the tools; hence a journaled ext4 in a file, with {@code nodiscard} and {@code noatime}.
 */
@NullMarked
package io.datasync.drills.bench.ground;

import org.jspecify.annotations.NullMarked;

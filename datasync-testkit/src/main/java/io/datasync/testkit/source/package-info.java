/**
 * Sources made up by tests: files in memory that change while they are read.
 *
 * <p>Read {@link io.datasync.testkit.source.InMemorySource} first. May use {@code core.scan}, {@code core.manifest}, {@code core.path} and
 * {@code core.failure}.
 */
@NullMarked
package io.datasync.testkit.source;

import org.jspecify.annotations.NullMarked;

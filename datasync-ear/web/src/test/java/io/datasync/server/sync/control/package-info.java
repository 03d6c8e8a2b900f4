/** Tests of {@code sync.control}. */
@NullMarked
package io.datasync.server.sync.control;

import org.jspecify.annotations.NullMarked;

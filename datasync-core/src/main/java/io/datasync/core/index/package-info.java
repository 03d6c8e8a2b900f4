/**
 * The port to the state index: the server's record of what is archived (D-30).
 *
 * <p>Read {@link io.datasync.core.index.StateIndex} first. May use {@code index.notice}, {@code protocol}, {@code protocol.fleet}, {@code manifest}, {@code lease}, {@code balance} and
 * what they use.
 */
@NullMarked
package io.datasync.core.index;

import org.jspecify.annotations.NullMarked;

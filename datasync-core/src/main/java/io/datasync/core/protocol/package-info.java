/**
 * The messages between agent and server, and their JSON.
 *
 * <p>Read {@link io.datasync.core.protocol.OpenRequest} first. May use {@code manifest}, {@code lease}, {@code balance} and what they use.
 */
@NullMarked
package io.datasync.core.protocol;

import org.jspecify.annotations.NullMarked;

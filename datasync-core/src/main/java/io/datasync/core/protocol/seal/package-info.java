/**
 * The messages by which a date folder is sealed: what the agent saw of it, what a certificate of it is to say, and the certificate itself
 * (D-9, D-10). Their JSON is in {@code protocol.json}.
 *
 * <p>Read {@link io.datasync.core.protocol.seal.DraftHead} first. May use {@code certificate},
 * {@code manifest}, {@code lease}, {@code path}, {@code digest} and what they use.
 */
@NullMarked
package io.datasync.core.protocol.seal;

import org.jspecify.annotations.NullMarked;

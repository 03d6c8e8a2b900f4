/**
 * The JSON of every message between agent and server, read strictly and in bounded memory (SEC-6, I-11).
 *
 * <p>Read {@link io.datasync.core.protocol.json.RunJson} first. Every field is checked; unknown fields are ignored (D-38); a field that is
 * {@code null} is as good as missing. What cannot be read is a {@code SyncException}: {@code MESSAGE_MALFORMED} names the field,
 * {@code MESSAGE_TOO_LARGE} the limit, {@code MESSAGE_TRUNCATED} (retryable) means that the end did not arrive. Writers throw the
 * {@link java.io.IOException} of their stream; nobody closes a stream that was given.
 *
 * <p>May use {@code protocol}, {@code protocol.fleet}, {@code protocol.seal}, {@code certificate}, {@code coordinator}'s two line types, what they use, and Jackson's streaming parser.
 */
@NullMarked
package io.datasync.core.protocol.json;

import org.jspecify.annotations.NullMarked;

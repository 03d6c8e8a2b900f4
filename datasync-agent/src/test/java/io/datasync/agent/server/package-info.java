/**
 * A server for tests: real rules over an index in memory, behind a few lines of HTTP.
 *
 * <p>Read {@link io.datasync.agent.server.TestServer} first.
 */
@NullMarked
package io.datasync.agent.server;

import org.jspecify.annotations.NullMarked;

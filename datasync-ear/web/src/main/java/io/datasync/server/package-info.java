/**
 * The server: HTTP, roles, transactions and timers around the rules of {@code io.datasync.core}. One component a package, each of
 * {@code boundary}, {@code control} and {@code entity}, which know each other in this direction only: {@code platform} first, then {@code
 * security}, {@code fleet}, {@code operations} and {@code sync}.
 *
 * <p>Read {@link io.datasync.server.sync.boundary.RunResource} first, the conversation with an agent. Uses core, Jakarta EE and MicroProfile; it
 * names nothing of Payara.
 */
@NullMarked
package io.datasync.server;

import org.jspecify.annotations.NullMarked;

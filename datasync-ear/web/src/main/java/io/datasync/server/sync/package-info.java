/**
 * Jobs, runs and the state index. {@code boundary} speaks HTTP, {@code control} gives core's rules what they need of a server, {@code index}
 * keeps the state index in a database, {@code sql} is what that is written with. No rule about runs is written here: they are in
 * {@code io.datasync.core.coordinator}.
 *
 * <p>Read {@link io.datasync.server.sync.boundary.RunResource} first. Uses core, {@code platform}, {@code security} and {@code fleet}.
 */
@NullMarked
package io.datasync.server.sync;

import org.jspecify.annotations.NullMarked;

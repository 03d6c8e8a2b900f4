/**
 * The server: HTTP, roles, transactions and timers around the rules of {@code io.datasync.core}. One component a package:
 * {@code platform} first, the others use it.
 */
@NullMarked
package io.datasync.server;

import org.jspecify.annotations.NullMarked;

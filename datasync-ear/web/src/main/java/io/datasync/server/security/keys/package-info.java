/**
 * Keys and what lies under them: the master key, secrets that are encrypted with it, the server's own signing key, and the public keys of
 * server and agents (SEC-3, D-9). Read {@link io.datasync.server.security.keys.SigningKeys} first. Uses JDBC, {@code security.audit}, {@code security.control} and
 * {@code core.key}.
 */
@NullMarked
package io.datasync.server.security.keys;

import org.jspecify.annotations.NullMarked;

/**
 * Whose signature something carries: Ed25519 keys, what they may sign, and from when to when (D-9).
 *
 * <p>Read {@link io.datasync.core.key.KeyRing} first: whoever checks a signature trusts the keys that he was given, and no other. Private
 * keys stay behind {@link io.datasync.core.key.Signer}. May use {@code canonical}, {@code digest}, {@code lease} and what they use.
 */
@NullMarked
package io.datasync.core.key;

import org.jspecify.annotations.NullMarked;

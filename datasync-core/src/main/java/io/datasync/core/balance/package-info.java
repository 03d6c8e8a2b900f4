/**
 * The equation every ended run must satisfy (I-6).
 *
 * <p>Read {@link io.datasync.core.balance.Balance} first. May use {@code failure}.
 */
@NullMarked
package io.datasync.core.balance;

import org.jspecify.annotations.NullMarked;

/**
 * The contracts of those who sign and of new ids, and keys for tests.
 *
 * <p>Read {@link io.datasync.testkit.key.SignerContract} first. May use core.
 */
@NullMarked
package io.datasync.testkit.key;

import org.jspecify.annotations.NullMarked;

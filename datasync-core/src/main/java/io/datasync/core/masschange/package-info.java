/**
 * When so many archived files changed at once that a person must look before they are archived (CORE-11, D-12).
 *
 * <p>Read {@link io.datasync.core.masschange.MassChangeRule} first. Uses the JDK alone.
 */
@NullMarked
package io.datasync.core.masschange;

import org.jspecify.annotations.NullMarked;

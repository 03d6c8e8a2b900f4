/**
 * Checks of what is written: cited ids are defined, links lead somewhere, nothing of a developer's machine is left.
 *
 * <p>Read {@link io.datasync.drills.docs.CitedIdsTest} first. May use the JDK and the test libraries only.
 */
@NullMarked
package io.datasync.drills.docs;

import org.jspecify.annotations.NullMarked;

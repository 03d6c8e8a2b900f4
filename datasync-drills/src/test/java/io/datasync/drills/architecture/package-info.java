/**
 * Rules for the code of all modules: which may use which, and what none may do.
 *
 * <p>Read {@link io.datasync.drills.architecture.ModuleDirectionTest} first. May use ArchUnit and the test libraries only.
 */
@NullMarked
package io.datasync.drills.architecture;

import org.jspecify.annotations.NullMarked;

/** Verdicts, and what decides about them. Read {@link io.datasync.testkit.fault.FaultPointTest} first. */
@NullMarked
package io.datasync.testkit.fault;

import org.jspecify.annotations.NullMarked;

/**
 * What was measured, as a table for people and as JSON for programs.
 *
 * <p>Read {@link io.datasync.drills.bench.report.Report} first. May use what is measured and jackson-core.
 */
@NullMarked
package io.datasync.drills.bench.report;

import org.jspecify.annotations.NullMarked;

/** Tests of what measures. */
@NullMarked
package io.datasync.drills.bench.report;

import org.jspecify.annotations.NullMarked;

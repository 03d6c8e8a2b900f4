/**
 * What is measured: each case a job of DataSync beside the same job of other tools.
 *
 * <p>Read {@link io.datasync.drills.bench.cases.Cases} first. May use the packages beside it and the test kit's corpora. The programs of
 * {@code bench.subject} are processes to it.
 */
@NullMarked
package io.datasync.drills.bench.cases;

import org.jspecify.annotations.NullMarked;

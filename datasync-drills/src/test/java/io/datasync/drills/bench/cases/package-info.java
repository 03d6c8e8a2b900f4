/** Tests of what measures. */
@NullMarked
package io.datasync.drills.bench.cases;

import org.jspecify.annotations.NullMarked;

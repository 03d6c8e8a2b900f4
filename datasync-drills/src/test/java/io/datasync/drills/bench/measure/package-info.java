/** Tests of what measures. */
@NullMarked
package io.datasync.drills.bench.measure;

import org.jspecify.annotations.NullMarked;

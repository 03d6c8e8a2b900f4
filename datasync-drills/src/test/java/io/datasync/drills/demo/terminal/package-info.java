/** Tests of what the demo prints. */
@NullMarked
package io.datasync.drills.demo.terminal;

import org.jspecify.annotations.NullMarked;

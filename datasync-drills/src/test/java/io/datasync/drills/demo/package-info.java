/** Tests of the demo's parts. */
@NullMarked
package io.datasync.drills.demo;

import org.jspecify.annotations.NullMarked;

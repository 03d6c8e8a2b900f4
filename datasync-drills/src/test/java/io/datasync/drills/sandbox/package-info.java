/** The sandbox with the real server and the real agent: what every later suite of this kind rests on. */
@NullMarked
package io.datasync.drills.sandbox;

import org.jspecify.annotations.NullMarked;

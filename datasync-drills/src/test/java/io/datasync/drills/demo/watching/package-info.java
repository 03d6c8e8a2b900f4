/** What is shown, from what an agent says. Read {@link io.datasync.drills.demo.watching.OnceResultTest} first. */
@NullMarked
package io.datasync.drills.demo.watching;

import org.jspecify.annotations.NullMarked;

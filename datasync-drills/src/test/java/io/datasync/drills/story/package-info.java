/**
 * Thirty days of one measurement PC, with a real server whose clock is moved along (CORE-1 to CORE-13).
 *
 * <p>Read {@link io.datasync.drills.story.ThirtyDaysIT} first: it is the script. {@link io.datasync.drills.story.StoryPc} is the PC with its
 * instrument; {@link io.datasync.drills.story.Witness} notes by simple rules of its own what must be true; {@link
 * io.datasync.drills.story.Audit} holds the server and the archive against it.
 */
@NullMarked
package io.datasync.drills.story;

import org.jspecify.annotations.NullMarked;

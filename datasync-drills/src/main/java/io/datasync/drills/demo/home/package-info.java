/**
 * What a demo keeps and where: its home, its logs, its folders, and the archive that it may take away.
 *
 * <p>Read {@link io.datasync.drills.demo.home.DemoHome} first. May use the endings, the core and the JDK.
 */
@NullMarked
package io.datasync.drills.demo.home;

import org.jspecify.annotations.NullMarked;

/** The home of a demo on a real disk. Read {@link io.datasync.drills.demo.home.DemoHomeTest} first. */
@NullMarked
package io.datasync.drills.demo.home;

import org.jspecify.annotations.NullMarked;

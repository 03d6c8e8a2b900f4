/** The measurement PC and the start of a server, without the others. Read {@link io.datasync.drills.demo.seats.MeasurementPcTest} first. */
@NullMarked
package io.datasync.drills.demo.seats;

import org.jspecify.annotations.NullMarked;

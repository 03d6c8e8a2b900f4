package io.datasync.drills.bench.measure;

import java.lang.management.ManagementFactory;

/** How busy the machine is. */
public final class LoadAverage {
    private LoadAverage() {}

    /** The system's load over the last minute; negative where it is not told. */
    public static double now() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}

package io.datasync.testkit.simulation.world;

import java.io.IOException;

/** Puts something right. */
@FunctionalInterface
interface Remedy {
    /** Does it. */
    void apply() throws IOException;
}

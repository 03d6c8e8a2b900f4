package io.datasync.testkit.simulation.invariant;

import io.datasync.core.digest.Digest;
import java.util.Map;

/** An archive, seen from outside. */
public interface ShareSource {
    /** Grows whenever a file or a version changes. */
    long version();

    /** The names of all files and versions, with digests computed from their bytes. */
    Map<String, Digest> contents();
}

package io.datasync.testkit.simulation.invariant;

import io.datasync.core.digest.Digest;
import io.datasync.core.manifest.Fact;

/** What a fact says of a file, whenever it was found out. */
record Proof(String path, long sizeBytes, long ticks, Digest digest) {
    static Proof of(Fact fact) {
        return new Proof(
                fact.entry().path().text(),
                fact.entry().sizeBytes(),
                fact.entry().ticks(),
                fact.digest());
    }
}

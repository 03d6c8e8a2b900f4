package io.datasync.testkit.simulation.invariant;

import io.datasync.core.digest.Digest;
import io.datasync.core.manifest.Fact;

/** A content of a file on a share. */
record StoredContent(String path, Digest digest) {
    static StoredContent of(Fact fact) {
        return new StoredContent(fact.entry().path().text(), fact.digest());
    }

    @Override
    public String toString() {
        return path + " with " + digest.hex().substring(0, 12);
    }
}

package io.datasync.testkit.store;

import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StagingName;
import java.time.Instant;
import java.util.List;

/** What the parts of {@link ArchiveStoreContract} need of an implementation. */
public interface ArchiveStoreFixture {
    /** The owner of the archive of these tests. */
    ArchiveMarker MARKER = new ArchiveMarker(
            ArchiveMarker.FORMAT_VERSION, "lab-7", "lab-7-geometry", "geometry", "Europe/Berlin", List.of("/data"));

    /** Somebody else. */
    ArchiveMarker OTHER = new ArchiveMarker(
            ArchiveMarker.FORMAT_VERSION, "lab-8", "lab-8-geometry", "geometry", "Europe/Berlin", List.of("/data"));

    /** A time with all seven digits. */
    long TICKS = Ticks.of(Instant.parse("2026-04-23T10:15:30.1234567Z"));

    RelativePath PATH = RelativePath.known("2026-04-23/part-0042.csv");

    StagingName STAGED = new StagingName("pc1-run1-1");

    StagingName STAGED_TOO = new StagingName("pc1-run1-2");

    /** A new handle on the test's archive, which is not there before it is created. Each test has another archive. */
    ArchiveStore open();

    /** Takes the archive from where it is, as when a share is unmounted or exchanged; then another can be created there. */
    void takeAway() throws Exception;

    /** Brings the archive back, with what it held, and removes what took its place meanwhile. */
    void bringBack() throws Exception;
}

package io.datasync.testkit.corpus;

import java.nio.file.Path;

/** Hears what an {@link Instrument} does, in order, on the thread that does it. */
public interface InstrumentListener {
    /** A file is complete: its path below the root, its size and its SHA-256 as 64 small hex digits. */
    void made(Path file, long bytes, String sha256);

    /** A file was deleted to keep the cap: its path below the root. */
    void deleted(Path file);

    /** A listener that takes no notice. */
    static InstrumentListener none() {
        return new InstrumentListener() {
            @Override
            public void made(Path file, long bytes, String sha256) {}

            @Override
            public void deleted(Path file) {}
        };
    }
}

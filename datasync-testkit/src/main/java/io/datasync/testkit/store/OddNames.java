package io.datasync.testkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RelativePath;
import java.util.List;

/** Names that real disks have, and that lose files in programs that take names for text (D-16, CORE-12). */
public final class OddNames {
    /** They can all be in one folder of a POSIX file system. */
    public static final List<RelativePath> ALL = List.of(
            RelativePath.known("plain.csv"),
            RelativePath.known(".hidden"),
            RelativePath.known("..."),
            RelativePath.known("two  blanks "),
            RelativePath.known("trailing dot."),
            RelativePath.known("con"),
            RelativePath.known("AUX.txt"),
            RelativePath.known("a\\b:c*d?e\"f<g>h|i"),
            RelativePath.known("100%.csv"),
            RelativePath.known("%41.csv"),
            RelativePath.known("-rf"),
            RelativePath.known("\u00FC \u6E2C\u5B9A \uD83D\uDD2C.csv"),
            RelativePath.known("u\u0308.csv"),
            RelativePath.known("\uFFFD"),
            of("line\nfeed"),
            of("escape \u241B character"),
            of("\u241B41"),
            of("\u241B"),
            of((byte) 0xFC),
            of((byte) 0xFD),
            of((byte) 0xC3, (byte) 0x28, (byte) 0xE2, (byte) 0x90),
            RelativePath.known("x".repeat(255)),
            RelativePath.known(".datasync/job.json"),
            RelativePath.known("deeper/.datasync/job.json"),
            RelativePath.known(".DATASYNC/staging"),
            of("\u241B2Edatasync/trap"));

    private OddNames() {}

    private static RelativePath of(String name) {
        return of(name.getBytes(UTF_8));
    }

    private static RelativePath of(byte... bytes) {
        try {
            return RelativePath.of(bytes);
        } catch (SyncException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

package io.datasync.core.verify.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.purge.Volume;
import io.datasync.core.scan.SourceTree;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.StagedFile;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoredFacts;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.core.store.directory.DirectoryStore;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** D-5: what a source does while the archive is compared with it. */
final class SourceTroubleTest {
    private static final Digest DIGEST = Digest.of(Digest.sha256().digest(new byte[] {1, 2, 3}));

    @TempDir
    Path place;

    private DirectoryStore store = DirectoryStore.at(Path.of("/"), DirectoryOptions.DEFAULTS);

    @BeforeEach
    void archive() throws SyncException {
        store = DirectoryStore.at(place.resolve("archive"), DirectoryOptions.DEFAULTS);
        store.create(new ArchiveMarker(1, "runner-1", "job-1", "plain", "UTC", List.of("/data")));
        for (String name : List.of("a", "b")) {
            StagingName staged = new StagingName("m-run-" + name);
            try (StagedFile file = store.stage(staged, 3)) {
                file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
                file.finish();
            }
            store.publish(staged, RelativePath.parse(name), new StoredFacts(7, DIGEST));
        }
    }

    private static Expected expected(String name) throws SyncException {
        return Expected.of(new Fact(SourceEntry.file(RelativePath.parse(name), 3, 7), DIGEST, Instant.EPOCH));
    }

    /** A source that is asked and fails. */
    private record Failing(ErrorCode code, boolean stillThere) implements SourceTree {
        @Override
        public Optional<SourceEntry> stat(RelativePath path) {
            return stillThere ? Optional.of(SourceEntry.file(path, 3, 7)) : Optional.empty();
        }

        @Override
        public SeekableByteChannel open(RelativePath path) throws SyncException {
            throw SyncException.passing(code, "Asked for by the test");
        }
    }

    private Verification check(SourceTree source) throws SyncException {
        Findings findings = new Findings();
        FileCheck check = new FileCheck(store, Optional.of(source), findings, () -> false);
        check.check(expected("a"));
        check.check(expected("b"));
        return findings.toVerification(Duration.ZERO);
    }

    @Test
    @DisplayName("D-5 a source file that cannot be read is named, and is no fault of the archive")
    void unreadable() throws Exception {
        Verification result = check(new Failing(ErrorCode.FILE_UNREADABLE, true));
        assertThat(result.of(Verdict.SOURCE_UNREADABLE)).isEqualTo(new Volume(2, 6));
        assertThat(result.named()).extracting(file -> file.path().text()).containsExactly("a", "b");
        assertThat(result.isSound()).isTrue();
    }

    @Test
    @DisplayName("D-5 one that is no longer what was archived is not compared")
    void changed() throws Exception {
        Verification result = check(new Failing(ErrorCode.FILE_UNREADABLE, false));
        assertThat(result.of(Verdict.PROVEN)).isEqualTo(new Volume(2, 6));
    }

    @Test
    @DisplayName("D-2 a source that goes away in the middle is not asked again, and the archive is read on")
    void goesAway() throws Exception {
        Verification result = check(new Failing(ErrorCode.SOURCE_UNREACHABLE, true));
        assertThat(result.of(Verdict.PROVEN)).isEqualTo(new Volume(2, 6));
        assertThat(result.sourceUnavailable().orElseThrow().code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
    }
}

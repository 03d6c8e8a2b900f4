package io.datasync.testkit.archiver;

import static io.datasync.testkit.archiver.Trees.copy;
import static io.datasync.testkit.archiver.Trees.write;
import static io.datasync.testkit.corpus.FileTree.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.archiver.ArchiveResult;
import io.datasync.core.archiver.Archiver;
import io.datasync.core.archiver.ArchiverBuilder;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.preview.Fate;
import io.datasync.core.preview.Preview;
import io.datasync.core.purge.Volume;
import io.datasync.testkit.clock.MovableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** USE-1: what archiving would do, without doing it. */
final class PreviewTest extends OneArchiver {
    private Preview preview() throws SyncException {
        try (Archiver archiver = configured(builder()).build()) {
            return archiver.preview();
        }
    }

    private static ArchiverBuilder configured(ArchiverBuilder builder) {
        return builder.adoptFolder()
                .clock(MovableClock.at(Trees.NOON.plusSeconds(60)))
                .filter(List.of(), List.of("*.tmp"))
                .quietPeriod(Duration.ofSeconds(10), Duration.ZERO);
    }

    private void everyFate() throws Exception {
        write(source, "equal", "1");
        write(source, "d/equal", "22");
        write(source, "flipped", "333");
        copy(source, archive);
        write(archive, "flipped", "334");
        write(source, "other-time", "4444");
        write(archive, "other-time", "4444", Instant.EPOCH);
        write(source, "other-size", "55555");
        write(archive, "other-size", "5");
        write(source, "new", "666666");
        write(source, "left.tmp", "7777777");
        write(source, "written", "88888888", Trees.NOON.plusSeconds(55));
        write(source, "tomorrow", "999999999", Trees.NOON.plusSeconds(86_400));
        Files.createSymbolicLink(source.resolve("link"), source);
    }

    private static final Map<Fate, Volume> EXPECTED = Map.of(
            Fate.ARCHIVED, Volume.NONE,
            Fate.HELD, Volume.NONE,
            Fate.ADOPT, new Volume(3, 6),
            Fate.COMPARE, new Volume(1, 4),
            Fate.UPLOAD, new Volume(1, 6),
            Fate.VERSION, new Volume(1, 5),
            Fate.IN_FLIGHT, new Volume(2, 17),
            Fate.EXCLUDED, new Volume(2, 0),
            Fate.FAILED, Volume.NONE);

    @Test
    @DisplayName("USE-1 a dry run says what would become of each file, and writes nothing anywhere")
    void everyFateIsTold() throws Exception {
        everyFate();
        var sourceBefore = snapshot(source);
        var archiveBefore = snapshot(archive);
        Preview preview = preview();
        assertThat(preview.fates()).isEqualTo(EXPECTED);
        assertThat(preview.archive()).isEqualTo(Preview.Place.OCCUPIED);
        assertThat(preview.named(Fate.VERSION)).extracting(Object::toString).containsExactly("other-size");
        assertThat(preview.named(Fate.ADOPT))
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("equal", "d/equal", "flipped");
        assertThat(preview.named(Fate.EXCLUDED)).isEmpty();
        assertThat(snapshot(source)).isEqualTo(sourceBefore);
        assertThat(snapshot(archive)).isEqualTo(archiveBefore);
        assertThat(memory).doesNotExist();
    }

    @Test
    @DisplayName(
            "USE-1 archiving then does what was said, where reading back agrees; afterwards a dry run has nothing to say")
    void archivingDoesWhatWasSaid() throws Exception {
        everyFate();
        ArchiveResult result;
        try (Archiver archiver = configured(builder()).build()) {
            archiver.preview();
            result = archiver.archive();
            var memoryBefore = snapshot(memory);
            var archiveBefore = snapshot(archive);
            Preview after = archiver.preview();
            assertThat(after.of(Fate.ARCHIVED)).isEqualTo(new Volume(6, 21));
            assertThat(after.of(Fate.IN_FLIGHT)).isEqualTo(new Volume(2, 17));
            assertThat(after.archive()).isEqualTo(Preview.Place.ARCHIVE);
            assertThat(after.fates().values().stream().mapToLong(Volume::files).sum())
                    .isEqualTo(10);
            assertThat(snapshot(memory)).isEqualTo(memoryBefore);
            assertThat(snapshot(archive)).isEqualTo(archiveBefore);
        }
        assertThat(result.adoptedFiles())
                .as("equal ones, and that of another time")
                .isEqualTo(3);
        assertThat(result.newVersions())
                .as("the other size, and what only reading tells")
                .isEqualTo(2);
        assertThat(result.sentFiles()).isEqualTo(3);
        assertThat(result.balance().inFlight()).isEqualTo(2);
        assertThat(result.balance().excluded()).isEqualTo(2);
    }

    @Test
    @DisplayName("USE-1 names are bounded, counts are not; an archive that is yet to be made is no failure")
    void namesAreBounded() throws Exception {
        for (int i = 0; i < 3 * Preview.NAMED_MAX; i++) {
            write(source, "f" + i, "x");
        }
        Preview preview = preview();
        assertThat(preview.of(Fate.UPLOAD)).isEqualTo(new Volume(3 * Preview.NAMED_MAX, 3 * Preview.NAMED_MAX));
        assertThat(preview.named(Fate.UPLOAD)).hasSize(Preview.NAMED_MAX);
        assertThat(preview.archive()).isEqualTo(Preview.Place.VACANT);
        assertThat(archive).doesNotExist();
    }

    @Test
    @DisplayName(
            "USE-1 D-2 a dry run refuses what archiving would refuse: an absent source, another source, a foreign archive")
    void refusals() throws Exception {
        write(source, "a", "1");
        archive();
        Path kept = place.resolve("kept");
        Files.move(source, kept);
        assertFails(ErrorCode.SOURCE_UNREACHABLE, this::preview);
        Files.createDirectory(source);
        assertFails(ErrorCode.SOURCE_UNREACHABLE, this::preview);
        write(source, "other", "2");
        assertFails(ErrorCode.SOURCE_CHANGED, this::preview);
        Files.delete(source.resolve("other"));
        Files.delete(source);
        Files.move(kept, source);
        assertThat(preview().of(Fate.ARCHIVED)).isEqualTo(new Volume(1, 1));
        try (Archiver other = builder().job("other").build()) {
            assertFails(ErrorCode.SHARE_FOREIGN, other::preview);
        }
    }

    @Test
    @DisplayName("USE-1 a dry run may be made while another archiver works with the same memory")
    void besideAnother() throws Exception {
        write(source, "a", "1");
        try (Archiver working = builder().createArchive().build()) {
            working.archive();
            assertThat(preview().of(Fate.ARCHIVED).files()).isEqualTo(1);
            assertFails(ErrorCode.HOME_BUSY, this::archive);
        }
    }
}

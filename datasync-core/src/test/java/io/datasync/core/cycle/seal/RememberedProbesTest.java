package io.datasync.core.cycle.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.datasync.core.failure.SyncException;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.scan.FolderProbes;
import io.datasync.core.scan.SourceRoot;
import io.datasync.core.seal.FolderProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("CORE-5 looks at sealed folders that are remembered")
class RememberedProbesTest {
    private static final FolderName DAY = RelativePath.known("2026-04-23/x").folder();
    private static final long SETTLED = RememberedProbes.SETTLED.toNanos();

    @TempDir
    Path source;

    private Path day;
    private SourceRoot root;
    private long nanos = Long.MAX_VALUE - 1;
    private int listings;
    private final RememberedProbes probes = new RememberedProbes(() -> nanos, (where, folder) -> {
        listings++;
        return FolderProbes.probe(where, folder);
    });

    @BeforeEach
    void aFolder() throws IOException, SyncException {
        day = Files.createDirectory(source.resolve(DAY.text()));
        Files.createFile(day.resolve("a"));
        root = SourceRoot.open(source);
    }

    private Optional<FolderProbe> look() {
        Optional<FolderProbe> found = probes.probe(root, DAY);
        assertThat(found).as("never another answer than that of a listing").isEqualTo(FolderProbes.probe(root, DAY));
        return found;
    }

    private void believe() {
        assumeThat(RememberedProbes.isTrusted(day)).isTrue();
        look();
        nanos += SETTLED;
        look();
        listings = 0;
        look();
        assertThat(listings).as("believed").isZero();
    }

    @Test
    void namesAreListedUntilTheTimeWasTheSameForAWhileBeforeAListing() {
        assumeThat(RememberedProbes.isTrusted(day)).isTrue();
        look();
        nanos += SETTLED - 1;
        look();
        assertThat(listings)
                .as("a name could have come at the same time as another")
                .isEqualTo(2);
        nanos += 1;
        look();
        assertThat(listings).isEqualTo(3);
        look();
        look();
        assertThat(listings).as("believed").isEqualTo(3);
    }

    @Test
    void aNewNameIsSeenAtOnceAlsoWhenTheFoldersOwnTimeIsPutBack() throws IOException {
        believe();
        FileTime before = Files.getLastModifiedTime(day);
        Files.createFile(day.resolve("late"));
        Files.setLastModifiedTime(day, before);
        assertThat(look()).map(FolderProbe::entries).contains(2L);
        assertThat(listings).isEqualTo(1);
        nanos += SETTLED - 1;
        Files.delete(day.resolve("late"));
        Files.setLastModifiedTime(day, before);
        assertThat(look()).map(FolderProbe::entries).contains(1L);
        nanos += SETTLED - 1;
        look();
        assertThat(listings).as("the wait begins anew").isEqualTo(3);
    }

    @Test
    void anotherFolderInItsPlaceIsSeen() throws IOException {
        believe();
        Files.move(day, source.resolve("aside"));
        assertThat(look()).contains(FolderProbe.ABSENT);
        Files.createDirectory(day);
        assertThat(look()).map(FolderProbe::entries).contains(0L);
        Files.delete(day);
        Files.createSymbolicLink(day, source.resolve("aside"));
        assertThat(look()).contains(FolderProbe.ABSENT);
    }

    @Test
    void whatChangesDuringAListingIsNotBelieved() {
        assumeThat(RememberedProbes.isTrusted(day)).isTrue();
        int[] made = {0};
        RememberedProbes raced = new RememberedProbes(() -> nanos, (where, folder) -> {
            Optional<FolderProbe> found = FolderProbes.probe(where, folder);
            try {
                Files.createFile(day.resolve("during-" + made[0]++));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return found;
        });
        for (int i = 1; i <= 4; i++) {
            assertThat(raced.probe(root, DAY)).map(FolderProbe::entries).contains((long) i);
            nanos += SETTLED;
        }
    }
}

package io.datasync.testkit.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.cycle.seal.SealedFolders;
import io.datasync.core.cycle.seal.Sealing;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.seal.FolderListing;
import io.datasync.core.protocol.seal.FolderListings;
import io.datasync.core.scan.FolderProbes;
import io.datasync.core.scan.SourceRoot;
import io.datasync.core.seal.FolderProbe;
import io.datasync.core.seal.SealedFolder;
import io.datasync.core.seal.SealedSet;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import io.datasync.testkit.key.InMemoryKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What one cycle knows and learns of sealed folders")
final class SealedFoldersTest {
    private static final RunnerId PC = new RunnerId("pc-1");
    private static final FolderName DAY = folder("2026-04-20");
    private static final FolderName NEXT = folder("2026-04-21");
    private static final FolderName DOCS = folder("docs");
    private static final Instant BEGIN = Instant.parse("2026-04-23T10:00:00Z");
    private static final FolderProbe PROBE = new FolderProbe(3, 7);

    @TempDir
    Path source;

    private JobJournal journal;

    @BeforeEach
    void aJournal() throws SyncException {
        journal = new InMemoryJournal().job(new JobId("geometry"));
    }

    private static FolderName folder(String name) {
        return RelativePath.known(name + "/x").folder();
    }

    private static Optional<Sealing> sealing(int rescanDays) {
        return Optional.of(
                new Sealing(PC, ZoneOffset.UTC, rescanDays, new InMemoryKeys().runner(PC), Path.of("unused")));
    }

    private SealedFolders cycle() throws SyncException {
        return new SealedFolders(journal, sealing(30), BEGIN);
    }

    private static SealedFolder listed(FolderName folder) {
        return new SealedFolder(folder, PROBE, 2, 3, 10, BEGIN);
    }

    private static SealedFolder listedBefore(FolderName folder) {
        return new SealedFolder(folder, new FolderProbe(1, 1), 1, 1, 5, BEGIN.minus(Duration.ofDays(1)));
    }

    private static void found(SealedFolders cycle, FolderName folder, boolean somethingNew) {
        cycle.listed(folder, PROBE, 2, 3, 10, somethingNew);
    }

    private void isWaiting(FolderName folder) throws SyncException {
        journal.observe(
                journal.beginScan(), List.of(SourceEntry.file(RelativePath.known(folder.text() + "/waits"), 1, 1)));
    }

    private static OpenAnswer told(FolderName... sealed) {
        return new OpenAnswer(
                new FencingToken(1, 1), Duration.ofMinutes(5), 9, Optional.of(List.of(sealed)), List.of(DOCS));
    }

    private static FolderListings listings(SealedFolders cycle) throws SyncException {
        return cycle.listings(BEGIN, BEGIN.plusSeconds(60));
    }

    @Test
    @DisplayName("D-2 what a scan found is remembered when the scan is believed, and not before")
    void rememberedWhenBelieved() throws SyncException {
        journal.seal(List.of(listedBefore(DAY), listedBefore(NEXT)));
        SealedFolders cycle = cycle();
        found(cycle, DAY, true);
        found(cycle, NEXT, false);
        assertThat(journal.sealedFolders()).containsExactly(listedBefore(DAY), listedBefore(NEXT));
        assertThat(cycle.digest()).isEqualTo(SealedSet.digest(List.of(DAY, NEXT)));

        assertThat(cycle.believed()).containsExactly(DAY);
        assertThat(journal.sealedFolders()).containsExactly(listed(NEXT));
        assertThat(cycle.digest()).as("what the server is told").isEqualTo(SealedSet.digest(List.of(NEXT)));
        assertThat(cycle().digest()).as("a cycle later").isEqualTo(cycle.digest());
    }

    @Test
    @DisplayName("D-2 a believed scan seals nothing and opens nothing that was not sealed")
    void notSealedBefore() throws SyncException {
        SealedFolders cycle = cycle();
        found(cycle, DAY, true);
        found(cycle, NEXT, false);
        assertThat(cycle.believed()).isEmpty();
        assertThat(journal.sealedFolders()).isEmpty();
        assertThat(cycle.digest()).isEqualTo(SealedSet.digest(List.of()));
    }

    @Test
    @DisplayName("CORE-5 a folder is skipped while it looks the same, its turn has not come and nothing of it waits")
    void whatIsSkipped() throws IOException, SyncException {
        Files.createDirectory(source.resolve(DAY.text()));
        Files.createDirectory(source.resolve(NEXT.text()));
        SourceRoot root = SourceRoot.open(source);
        SealedFolder same = new SealedFolder(
                DAY, FolderProbes.probe(root, DAY).orElseThrow(), 0, 0, 0, BEGIN.minus(Duration.ofHours(1)));
        journal.seal(List.of(same));
        List<FolderName> both = List.of(DAY, NEXT);

        SealedFolders skips = cycle();
        assertThat(skips.skip(root, both)).containsExactly(same);
        assertThat(skips.isClaimed(DAY)).as("not listed, so not claimed").isFalse();
        assertThat(skips.isClaimed(NEXT)).isTrue();

        LocalDate turn = LocalDate.parse(DAY.text()).plusDays(30);
        Instant atItsTurn = turn.atStartOfDay(ZoneOffset.UTC).toInstant();
        assertThat(new SealedFolders(journal, sealing(30), atItsTurn).skip(root, both))
                .isEmpty();
        assertThat(new SealedFolders(journal, sealing(1), BEGIN.plus(Duration.ofDays(1))).skip(root, both))
                .as("each folder each day")
                .isEmpty();
        isWaiting(DAY);
        assertThat(cycle().skip(root, both)).as("something waits").isEmpty();
        assertThat(cycle().isClaimed(DAY)).isTrue();
        Files.createFile(source.resolve(DAY.text()).resolve("new"));
        assertThat(cycle().skip(root, both)).as("it looks otherwise").isEmpty();
    }

    @Test
    @DisplayName("D-10 only date folders are looked at, and none of a job whose folders are never sealed")
    void whatIsLookedAt() throws IOException, SyncException {
        Files.createDirectory(source.resolve(DAY.text()));
        Files.createDirectory(source.resolve(DOCS.text()));
        SourceRoot root = SourceRoot.open(source);
        journal.seal(List.of(listedBefore(DAY)));
        assertThat(cycle().probe(root, DAY)).isPresent();
        assertThat(cycle().probe(root, DOCS)).isEmpty();

        SealedFolders never = new SealedFolders(journal, Optional.empty(), BEGIN);
        assertThat(never.probe(root, DAY)).isEmpty();
        assertThat(never.skip(root, List.of(DAY))).isEmpty();
        assertThat(never.digest()).isEqualTo(SealedSet.digest(List.of()));
        assertThat(never.learn(told(DAY), Set.of())).isEqualTo(told(DAY));
        found(never, DAY, false);
        assertThat(listings(never)).isEqualTo(FolderListings.NONE);
    }

    @Test
    @DisplayName("CORE-4 a folder that the server has opened is opened here, and a run is to follow that lists it")
    void openedByTheServer() throws SyncException {
        journal.seal(List.of(listedBefore(DAY), listedBefore(NEXT)));
        SealedFolders cycle = cycle();
        assertThat(cycle.comesAgain()).isFalse();
        assertThat(cycle.learn(told(NEXT), Set.of())).isEqualTo(told(NEXT));
        assertThat(journal.sealedFolders()).containsExactly(listedBefore(NEXT));
        assertThat(cycle.digest()).isEqualTo(SealedSet.digest(List.of(NEXT)));
        assertThat(cycle.comesAgain()).isTrue();

        SealedFolders agrees = cycle();
        agrees.learn(told(NEXT), Set.of());
        assertThat(agrees.comesAgain()).isFalse();
        OpenAnswer nothing =
                new OpenAnswer(new FencingToken(1, 1), Duration.ofMinutes(5), 9, Optional.empty(), List.of(DOCS));
        assertThat(agrees.learn(nothing, Set.of())).isEqualTo(nothing);
        assertThat(journal.sealedFolders()).containsExactly(listedBefore(NEXT));
    }

    @Test
    @DisplayName(
            "DR-D a folder that only the server has sealed is compared when it was not claimed, also when the journal has no entry of it")
    void sealedOnlyAtTheServer() throws SyncException {
        isWaiting(DAY);
        assertThat(cycle().learn(told(DAY, NEXT), Set.of()).differing()).containsExactly(DAY, NEXT, DOCS);
        assertThat(cycle().learn(told(DAY, NEXT), Set.of(DAY)).differing())
                .as("it was claimed: the server compares by itself")
                .containsExactly(NEXT, DOCS);
        assertThat(cycle().learn(told(NEXT), Set.of()).differing())
                .as("not sealed")
                .containsExactly(NEXT, DOCS);
        journal.seal(List.of(listedBefore(DAY)));
        assertThat(cycle().learn(told(DAY, NEXT), Set.of()).differing())
                .as("both agree")
                .containsExactly(NEXT, DOCS);
    }

    @Test
    @DisplayName(
            "DR-D a sealed folder of which nothing is left is remembered once the server has learnt that, and no other")
    void sealedAndGone() throws SyncException {
        SealedFolders cycle = cycle();
        cycle.learn(told(DAY), Set.of());
        cycle.gone(List.of(DAY, NEXT));
        assertThat(journal.sealedFolders()).extracting(SealedFolder::folder).containsExactly(DAY);
        assertThat(journal.sealedFolders()).extracting(SealedFolder::probe).containsExactly(FolderProbe.ABSENT);
        assertThat(cycle().digest()).isEqualTo(SealedSet.digest(List.of(DAY)));
    }

    @Test
    @DisplayName(
            "DR-D a folder that only the server has sealed is remembered once it was listed and nothing of it waits")
    void learntAgain() throws SyncException {
        SealedFolders cycle = cycle();
        found(cycle, DAY, false);
        cycle.believed();
        cycle.learn(told(DAY), Set.of(DAY));
        assertThat(listings(cycle).folders()).as("no news to the server").isEmpty();
        assertThat(journal.sealedFolders()).containsExactly(listed(DAY));
        assertThat(cycle.digest()).isEqualTo(SealedSet.digest(List.of(DAY)));
        assertThat(cycle.comesAgain()).isFalse();
    }

    @Test
    @DisplayName("DR-D one that seemed new here, since the journal was lost, is listed again by a run that follows")
    void seemedNew() throws SyncException {
        SealedFolders cycle = cycle();
        found(cycle, DAY, true);
        cycle.believed();
        cycle.learn(told(DAY), Set.of(DAY));
        assertThat(listings(cycle).folders()).isEmpty();
        assertThat(journal.sealedFolders()).isEmpty();
        assertThat(cycle.comesAgain()).isTrue();
    }

    @Test
    @DisplayName(
            "D-10 the server is told of folders that are not sealed: what was listed, what waits in them, what was not settled")
    void whatIsTold() throws SyncException {
        journal.seal(List.of(listedBefore(folder("2026-04-19"))));
        SealedFolders cycle = cycle();
        isWaiting(NEXT);
        found(cycle, DAY, false);
        found(cycle, NEXT, false);
        found(cycle, folder("2026-04-19"), false);
        found(cycle, folder("2026-04-22"), true);
        cycle.unsettled(folder("2026-04-18"));
        cycle.unsettled(DOCS);
        assertThat(listings(cycle))
                .isEqualTo(new FolderListings(
                        List.of(new FolderListing(DAY, 0), new FolderListing(NEXT, 1)),
                        List.of(folder("2026-04-18"), folder("2026-04-22")),
                        true,
                        Duration.ofSeconds(60)));
        cycle.unsettled(FolderName.ROOT);
        assertThat(listings(cycle).whole()).as("who knows what else there is").isFalse();
        assertThat(listings(cycle).unsettled()).hasSize(2);
    }

    @Test
    @DisplayName("D-25 nothing is told when the clock was put right meanwhile; a clock that did not move is right")
    void aClockThatWasPutRight() throws SyncException {
        SealedFolders cycle = cycle();
        found(cycle, DAY, false);
        assertThat(cycle.listings(BEGIN.plusMillis(1), BEGIN.plusSeconds(60))).isEqualTo(FolderListings.NONE);
        assertThat(cycle.listings(BEGIN, BEGIN.minusMillis(1))).isEqualTo(FolderListings.NONE);
        assertThat(cycle.listings(BEGIN, BEGIN).folders()).hasSize(1);
    }

    @Test
    @DisplayName("I-11 as many folders are told as fit, and then not that these are all")
    void asManyAsFit() throws SyncException {
        SealedFolders cycle = cycle();
        LocalDate first = LocalDate.of(1990, 1, 1);
        for (int i = 0; i < FolderListings.MAX; i++) {
            found(cycle, folder(first.plusDays(i).toString()), false);
        }
        assertThat(listings(cycle).folders()).hasSize(FolderListings.MAX);
        assertThat(listings(cycle).whole()).isTrue();
        found(cycle, folder(first.plusDays(FolderListings.MAX).toString()), false);
        assertThat(listings(cycle).folders()).hasSize(FolderListings.MAX);
        assertThat(listings(cycle).whole()).isFalse();

        SealedFolders other = cycle();
        for (int i = 0; i <= FolderListings.MAX; i++) {
            other.unsettled(folder(first.plusDays(i).toString()));
        }
        assertThat(listings(other).unsettled()).hasSize(FolderListings.MAX);
        assertThat(listings(other).whole()).isFalse();
    }

    @Test
    @DisplayName(
            "CORE-5 a folder that the server has sealed now is remembered as this cycle listed it, if nothing of it waits")
    void sealedNow() throws SyncException {
        SealedFolders cycle = cycle();
        cycle.sealed(NEXT);
        assertThat(journal.sealedFolders()).as("it was not listed").isEmpty();
        found(cycle, DAY, false);
        found(cycle, NEXT, false);
        isWaiting(NEXT);
        cycle.sealed(DAY);
        cycle.sealed(NEXT);
        assertThat(journal.sealedFolders()).containsExactly(listed(DAY));
        assertThat(cycle.digest()).isEqualTo(SealedSet.digest(List.of(DAY)));
    }
}

package io.datasync.testkit.coordinator;

import static io.datasync.testkit.coordinator.Refusals.assertRefused;
import static io.datasync.testkit.coordinator.Samples.WHOLE;
import static io.datasync.testkit.coordinator.Samples.newRun;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompareAnswer;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.CompareVerdict;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.FolderClaim;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.seal.FolderListing;
import io.datasync.core.protocol.seal.FolderListings;
import io.datasync.testkit.coordinator.fixture.RulesFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("I-11 the largest that the rules take, and one more")
final class LimitsOfRulesTest {
    /** No honest server comes beyond it, and one more still fits a token's text. */
    private static final long EPOCH_MAX = 1_000_000_000_000_000L;

    private final World world = new World();
    private final Coordinator node = world.startedNode();

    private static OpenRequest request(long scanSeq, FencingToken highest, List<FolderClaim> claims) {
        return new OpenRequest(newRun(), World.JOB, scanSeq, false, Optional.empty(), highest, claims);
    }

    @Test
    @DisplayName("D-21 scans are numbered from 0 to the largest number")
    void numbersOfScans() throws SyncException {
        for (long scanSeq : new long[] {0, OpenRequest.SCAN_SEQ_MAX}) {
            RunDriver run = RunDriver.open(node, request(scanSeq, FencingToken.NONE, List.of()));
            run.gone(scanSeq, "a");
            run.compare(scanSeq, List.of());
            run.complete(WHOLE);
        }
        RunDriver run = RunDriver.open(node, World.JOB);
        for (long scanSeq : new long[] {-1, OpenRequest.SCAN_SEQ_MAX + 1}) {
            assertRefused(ErrorCode.MESSAGE_MALFORMED, () -> run.gone(scanSeq, "a"));
            assertRefused(ErrorCode.MESSAGE_MALFORMED, () -> run.compare(scanSeq, List.of()));
        }
    }

    @Test
    @DisplayName("D-20 an epoch that no server can have come to is refused, so that tokens keep fitting their text")
    void epochs() throws SyncException {
        assertRefused(
                ErrorCode.MESSAGE_MALFORMED,
                () -> node.open(request(1, new FencingToken(EPOCH_MAX + 1, 0), List.of())));
        RunDriver run = RunDriver.open(node, request(1, new FencingToken(EPOCH_MAX, 0), List.of()));
        assertThat(FencingToken.parse(run.token().toString())).isEqualTo(new FencingToken(EPOCH_MAX + 1, 1));
    }

    @Test
    @DisplayName("D-30 the longest path that the index holds is taken, and a longer one is named and refused")
    void lengthsOfPaths() throws SyncException {
        RunDriver run = RunDriver.open(node, World.JOB);
        Fact longest = file(RelativePath.TEXT_MAX);
        run.verified(1, longest);
        assertThat(run.differing(List.of(longest))).isEmpty();
        assertThat(run.verdict(1, longest.entry())).isEqualTo(CompareVerdict.KNOWN);
        Fact longer = file(RelativePath.TEXT_MAX + 1);
        assertRefused(ErrorCode.PATH_TOO_LONG, () -> run.verified(1, longer));
        assertRefused(ErrorCode.PATH_TOO_LONG, () -> run.verdict(1, longer.entry()));
    }

    private static Fact file(int length) {
        String folders = "d".repeat(200) + "/";
        String path = folders.repeat(length / folders.length()) + "f".repeat(length % folders.length());
        assertThat(path).hasSize(length);
        return new Fact(
                SourceEntry.file(RelativePath.known(path), 1, 1), Digest.of(new byte[Digest.BYTES]), Samples.NOON);
    }

    @Test
    @DisplayName("CORE-4 so many folders are claimed at once, and not one more")
    void numbersOfFolders() throws SyncException {
        List<FolderClaim> claims = IntStream.rangeClosed(0, OpenRequest.FOLDERS_MAX)
                .mapToObj(i -> new FolderClaim(Samples.folder("f" + i), SetSummary.EMPTY))
                .toList();
        assertRefused(ErrorCode.MESSAGE_TOO_LARGE, () -> node.open(request(1, FencingToken.NONE, claims)));
        assertThat(node.open(request(1, FencingToken.NONE, claims.subList(1, claims.size())))
                        .differing())
                .isEmpty();
    }

    @Test
    @DisplayName("CORE-4 sealed folders are told in their order, however the index gives them")
    void sealedFoldersInTheirOrder() throws SyncException {
        RunDriver run = RunDriver.open(node, World.JOB);
        List<FolderName> folders =
                List.of(Samples.folder("2026-01-03"), Samples.folder("2026-01-01"), Samples.folder("2026-01-02"));
        for (FolderName folder : folders) {
            run.verified(1, Samples.fact(folder + "/a", 1));
            world.index.seal(World.JOB, folder);
        }
        assertThat(run.claim(List.of()).sealed().orElseThrow())
                .containsExactlyInAnyOrderElementsOf(folders)
                .isSorted();
    }

    @Test
    @DisplayName("CORE-4 twice as many folders are compared as can be claimed, which both sides have, and not one more")
    void numbersOfComparedFolders() throws SyncException {
        RunDriver run = RunDriver.open(node, World.JOB);
        int most = 2 * OpenRequest.FOLDERS_MAX;
        node.compare(run.run(), run.token(), 1, emptyFolders(most), answer -> {});
        assertRefused(ErrorCode.MESSAGE_TOO_LARGE, () -> {
            node.compare(run.run(), run.token(), 1, emptyFolders(most + 1), answer -> {});
            return run;
        });
    }

    private static CompareLines emptyFolders(int folders) {
        int[] told = {0};
        return () -> {
            int line = told[0]++;
            if (line == 2 * folders) {
                return null;
            }
            return line % 2 == 0 ? new CompareLine.Start(FolderName.ROOT) : new CompareLine.End(FolderName.ROOT, false);
        };
    }

    @Test
    @DisplayName("D-31 verdicts are given while lines come, so that neither side holds more than a batch")
    void verdictsComeBatchByBatch() throws SyncException {
        int batch = 3;
        Coordinator small = world.startNode(
                        world.epochs, new CoordinatorSettings(Duration.ofMinutes(5), Duration.ofMinutes(30), batch))
                .forRunner(RulesFixture.RUNNER);
        RunDriver run = RunDriver.open(small, World.JOB);
        List<CompareAnswer> given = new ArrayList<>();
        int[] told = {0};
        small.compare(
                run.run(),
                run.token(),
                1,
                () -> {
                    int items = told[0]++;
                    assertThat(items - 1 - given.size())
                            .as("lines without a verdict")
                            .isLessThanOrEqualTo(batch);
                    if (items == 0) {
                        return new CompareLine.Start(Samples.DAY);
                    }
                    return items <= 4 * batch
                            ? new CompareLine.Item(
                                    Samples.file("2026-04-23/%02d".formatted(items), 1), Optional.empty())
                            : items == 4 * batch + 1 ? new CompareLine.End(Samples.DAY, true) : null;
                },
                given::add);
        assertThat(given).hasSize(4 * batch);
    }

    @Test
    @DisplayName("D-10 as many listings as a run may tell are taken at its end, and not one more")
    void numbersOfListings() throws SyncException {
        List<FolderName> folders = IntStream.rangeClosed(0, FolderListings.MAX)
                .mapToObj(i -> Samples.folder("f" + i))
                .toList();
        List<FolderName> most = folders.subList(1, folders.size());
        RunDriver run = RunDriver.open(node, World.JOB);
        assertRefused(ErrorCode.MESSAGE_TOO_LARGE, () -> run.complete(end(folders, List.of())));
        assertRefused(ErrorCode.MESSAGE_TOO_LARGE, () -> run.complete(end(List.of(), folders)));
        assertThat(run.complete(end(most, most)).toSeal()).isEmpty();
    }

    private static CompleteRequest end(List<FolderName> listed, List<FolderName> unsettled) {
        List<FolderListing> listings =
                listed.stream().map(name -> new FolderListing(name, 0)).toList();
        return new CompleteRequest(
                WHOLE.balance(),
                0,
                0,
                0,
                Optional.empty(),
                0,
                0,
                new FolderListings(listings, unsettled, false, Duration.ZERO));
    }
}

package io.datasync.core.journal.file.change;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.journal.Hold;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.LossNote;
import io.datasync.core.journal.RunNote;
import io.datasync.core.journal.file.page.Page;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.Report;
import io.datasync.core.seal.FolderProbe;
import io.datasync.core.seal.SealedFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A program that embeds the core keeps its memory over updates: what this version reads, every later one must. */
@DisplayName("D-38 the changes in a journal of plain files")
final class GoldenChangesTest {
    private static final String GOLDEN = "/golden/journal/changes-1.hex";
    private static final Digest CONTENT = Digest.of(Digest.sha256().digest("spectrum".getBytes(UTF_8)));
    private static final Instant WHEN = Instant.parse("2026-04-23T10:15:30.123456700Z");
    private static final RunId RUN = new RunId("pc-17.0042");
    private static final SourceEntry PART =
            SourceEntry.file(RelativePath.known("2026-04-23/part-0042.csv"), 5_000_000_000L, 17_769_393_301_234_567L);
    private static final SourceEntry RAW = SourceEntry.file(RelativePath.known("2026-04-23/caf\u241BE9.csv"), 0, -1);
    private static final SourceEntry EMPTY = SourceEntry.folder(RelativePath.known("2026-04-23/empty"));
    private static final FolderName DAY = PART.path().folder();
    private static final Fact OLDER = new Fact(SourceEntry.file(PART.path(), 1, 2), CONTENT, WHEN);

    private static List<Change> changes() {
        return List.of(
                new Change.Source("volume 7, file 2"),
                new Change.Purge("{\"v\":1}"),
                new Change.Scan(42),
                new Change.ScanFloor(43),
                new Change.Put(new JournalEntry(PART, Optional.empty()), 41),
                new Change.Put(new JournalEntry(PART, Optional.of(new Fact(PART, CONTENT, WHEN))), 41),
                new Change.Put(new JournalEntry(PART, Optional.of(OLDER), Hold.HELD), 41),
                new Change.Put(new JournalEntry(PART, Optional.of(OLDER), Hold.ACCEPTED), 41),
                new Change.Put(new JournalEntry(PART, Optional.of(OLDER), Hold.QUARANTINED), 41),
                new Change.Remove(EMPTY),
                new Change.Stage(RAW),
                new Change.Unstage(RAW),
                new Change.Queue(1, new Report.Verified(42, new Fact(EMPTY, Digest.OF_NOTHING, Instant.EPOCH))),
                new Change.Queue(2, new Report.Gone(42, RAW.path())),
                new Change.Queue(3, new Report.Lost(42, RAW, WHEN)),
                new Change.Queue(4, new Report.Lost(42, RAW, WHEN, Optional.of(CONTENT))),
                new Change.Queue(5, new Report.Failed(42, RAW.path(), ErrorCode.FILE_UNREADABLE)),
                new Change.Acknowledge(3),
                new Change.Loss(new LossNote(42, RAW, WHEN)),
                new Change.Loss(new LossNote(42, RAW, WHEN, Optional.of(CONTENT))),
                new Change.LossRun(1, RUN),
                new Change.LossWritten(1),
                new Change.Applied(42),
                Change.MassChange.NONE,
                new Change.MassChange(Optional.of(WHEN), 150, 40),
                new Change.Seal(new SealedFolder(DAY, new FolderProbe(3, 17), 2, 3, 5_000_000_000L, WHEN)),
                new Change.Unseal(DAY),
                new Change.SealDue(Optional.empty()),
                new Change.SealDue(Optional.of(WHEN)),
                new Change.Run(Optional.empty()),
                new Change.Run(Optional.of(new RunNote(RUN, WHEN, true, Optional.empty()))),
                new Change.Run(Optional.of(new RunNote(RUN, WHEN, false, Optional.of(new RunId("pc-17.0041"))))),
                new Change.Token(new FencingToken(3, 141)),
                new Change.Pages(
                        DAY,
                        2,
                        new Totals(300, 299, 5, 1, 2, 290, 3, 5_000_000_000L, new SetSummary(291, 0, CONTENT)),
                        List.of(
                                new Page(17, 4711, -42, EMPTY, 256, 5, 1, 41, -1),
                                new Page(4728, 800, 7, PART, 44, 0, 6, 42, Long.MAX_VALUE))));
    }

    private static String hex(Change change) {
        ChangeWriter writer = new ChangeWriter("images");
        writer.write(change);
        return HexFormat.of().formatHex(writer.bytes());
    }

    @Test
    @DisplayName("are written byte for byte as their golden file, and read from it")
    void goldenFile() throws Exception {
        List<String> written = changes().stream().map(GoldenChangesTest::hex).toList();
        String directory = System.getProperty("datasync.golden.write");
        if (directory != null) {
            Files.writeString(Path.of(directory, "changes-1.hex"), String.join("\n", written) + "\n");
            return;
        }
        List<String> golden = Files.readAllLines(
                Path.of(Objects.requireNonNull(getClass().getResource(GOLDEN)).toURI()));
        assertThat(written).isEqualTo(golden);
        List<Change> read = new ArrayList<>();
        for (String line : golden) {
            ChangeReader reader = new ChangeReader(HexFormat.of().parseHex(line));
            assertThat(reader.job().text()).isEqualTo("images");
            read.add(reader.next().orElseThrow());
            assertThat(reader.next()).isEmpty();
        }
        assertThat(read).isEqualTo(changes());
    }

    @Test
    @DisplayName("are all there")
    void everyKind() {
        assertThat(changes())
                .extracting(Object::getClass)
                .containsAll(Stream.of(Change.class.getPermittedSubclasses()).toList());
    }
}

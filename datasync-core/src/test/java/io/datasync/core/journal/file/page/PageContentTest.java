package io.datasync.core.journal.file.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.Hold;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-38 a page of a journal in plain files")
final class PageContentTest {
    private static final String GOLDEN = "/golden/journal/page-1.hex";
    private static final Digest CONTENT = Digest.of(Digest.sha256().digest("spectrum".getBytes(UTF_8)));
    private static final Instant WHEN = Instant.parse("2026-04-23T10:15:30.123456700Z");

    private static SourceEntry file(String path, long ticks) {
        return SourceEntry.file(RelativePath.known(path), 5_000_000_000L, ticks);
    }

    private static Known known(SourceEntry observed, Optional<Fact> fact, Hold hold) {
        return new Known(new JournalEntry(observed, fact, hold), 41);
    }

    private static List<Known> entries() {
        SourceEntry folder = SourceEntry.folder(RelativePath.known("2026-04-23/empty"));
        SourceEntry part = file("2026-04-23/part-0042.csv", 17_769_393_301_234_567L);
        Optional<Fact> older = Optional.of(new Fact(SourceEntry.file(part.path(), 1, 2), CONTENT, WHEN));
        return List.of(
                known(file("2026-04-23/caf\u241BE9.csv", -1), Optional.empty(), Hold.NONE),
                known(folder, Optional.of(new Fact(folder, Digest.OF_NOTHING, Instant.EPOCH)), Hold.NONE),
                known(part, Optional.of(new Fact(part, CONTENT, WHEN)), Hold.NONE),
                known(file("2026-04-23/part-0042.csv.1", 5), older(5, older), Hold.HELD),
                known(file("2026-04-23/part-0042.csv.2", 6), older(6, older), Hold.ACCEPTED),
                known(file("2026-04-23/part-0042.csv.3", 7), older(7, older), Hold.QUARANTINED),
                known(file("2026-04-23/part-0043.csv", 8), older(8, older), Hold.NONE));
    }

    private static Optional<Fact> older(long ticks, Optional<Fact> of) {
        String path = ticks == 8 ? "2026-04-23/part-0043.csv" : "2026-04-23/part-0042.csv." + (ticks - 4);
        return of.map(
                fact -> new Fact(SourceEntry.file(RelativePath.known(path), 1, 2), fact.digest(), fact.verifiedAt()));
    }

    @Test
    @DisplayName("is written byte for byte as its golden file, and read from it")
    void goldenFile() throws Exception {
        String written = HexFormat.of().formatHex(PageContent.of(entries()));
        String directory = System.getProperty("datasync.golden.write");
        if (directory != null) {
            Files.writeString(Path.of(directory, "page-1.hex"), written + "\n");
            return;
        }
        String golden = Files.readString(Path.of(
                        Objects.requireNonNull(getClass().getResource(GOLDEN)).toURI()))
                .strip();
        assertThat(written).isEqualTo(golden);
        assertThat(PageContent.read(HexFormat.of().parseHex(golden))).isEqualTo(entries());
    }

    @Test
    @DisplayName("that is changed at random is refused as damaged, or read as a page that is written as it was read")
    void changedBytes() {
        byte[] whole = PageContent.of(entries());
        for (long seed = 1; seed <= 20_000; seed++) {
            Random random = new Random(seed);
            byte[] changed = whole.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            byte[] cut = java.util.Arrays.copyOf(changed, changed.length - random.nextInt(2) * random.nextInt(99));
            try {
                List<Known> read = PageContent.read(cut);
                assertThat(PageContent.read(PageContent.of(read)))
                        .as("seed %d", seed)
                        .isEqualTo(read);
            } catch (SyncException e) {
                assertThat(e.code()).as("seed %d", seed).isEqualTo(ErrorCode.JOURNAL_CORRUPT);
            }
        }
    }

    @Test
    @DisplayName("says what it is about")
    void whatItIsAbout() {
        Page page = Page.of(17, 4711, 42, entries());

        assertThat(page.entries()).isEqualTo(7);
        assertThat(page.waiting()).isEqualTo(3);
        assertThat(page.decided()).isEqualTo(4);
        assertThat(page.firstScanMax()).isEqualTo(41);
        assertThat(page.oldestTicks()).isEqualTo(-1);
        assertThat(page.first()).isEqualTo(entries().get(0).observed());
    }
}

package io.datasync.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.path.RelativePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class EntryDigestTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "entry-digest.md");

    @Test
    @DisplayName("D-8 entry and set digests are those of the published test vectors")
    void publishedVectors() throws Exception {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.matches("\\| `.*` \\| [fd] \\| .*"))
                .toList();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(6);

        SetSummary summary = SetSummary.EMPTY;
        long bytes = 0;
        for (String row : rows) {
            String[] column = row.replace("`", "").split("\\|", -1);
            SourceEntry entry = new SourceEntry(
                    RelativePath.parse(column[1].strip()),
                    EntryKind.ofLetter(column[2].strip().charAt(0)),
                    Long.parseLong(column[3].strip()),
                    Long.parseLong(column[4].strip()));
            Fact fact = new Fact(entry, Digest.parse(column[5].strip()), Instant.EPOCH);

            assertThat(fact.entryDigest()).as(row).hasToString(column[6].strip());
            summary = summary.plus(entry.sizeBytes(), fact.entryDigest());
            bytes += entry.sizeBytes();
            assertThat(summary.sum()).as(row).hasToString(column[7].strip());
        }
        assertThat(summary.count()).isEqualTo(rows.size());
        assertThat(summary.bytes()).isEqualTo(bytes);
    }

    @Test
    @DisplayName("D-8 whatever differs between two entries, their digests differ")
    void everyFieldCounts() throws Exception {
        Digest content = Digest.of(Digest.sha256().digest(new byte[] {1}));
        SourceEntry entry = SourceEntry.file(RelativePath.known("ab"), 1, 2);
        List<Digest> digests = List.of(
                EntryDigest.of(entry, content),
                EntryDigest.of(entry, Digest.OF_NOTHING),
                EntryDigest.of(SourceEntry.file(RelativePath.known("ac"), 1, 2), content),
                EntryDigest.of(SourceEntry.file(RelativePath.known("abc"), 1, 2), content),
                EntryDigest.of(SourceEntry.file(RelativePath.known("ab"), 2, 2), content),
                EntryDigest.of(SourceEntry.file(RelativePath.known("ab"), 1, 3), content),
                EntryDigest.of(SourceEntry.file(RelativePath.known("ab"), 2, 1), content),
                EntryDigest.of(SourceEntry.file(RelativePath.known("ab"), 0, 0), content),
                EntryDigest.of(SourceEntry.folder(RelativePath.known("ab")), content));

        assertThat(digests).doesNotHaveDuplicates();
    }
}

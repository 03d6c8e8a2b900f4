package io.datasync.core.manifest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.Property;
import io.datasync.core.path.RandomNames;
import io.datasync.core.path.RelativePath;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SourceEntryTest {
    @Test
    @DisplayName("ADR 0007 entries are ordered by path, with / at the end of a folder's")
    void canonicalOrder() {
        Property.holds(3_000, random -> {
            SourceEntry a = entry(RandomNames.path(random), random.nextBoolean());
            SourceEntry b = entry(RandomNames.path(random), random.nextBoolean());

            int expected = key(a).compareTo(key(b));

            assertThat(Integer.signum(SourceEntry.CANONICAL_ORDER.compare(a, b)))
                    .isEqualTo(Integer.signum(expected));
            assertThat(new String(a.orderKey(), ISO_8859_1)).isEqualTo(key(a));
        });
    }

    private static SourceEntry entry(RelativePath path, boolean folder) {
        return folder ? SourceEntry.folder(path) : SourceEntry.file(path, 1, 2);
    }

    private static String key(SourceEntry entry) {
        return new String(entry.path().bytes(), ISO_8859_1) + (entry.kind() == EntryKind.FOLDER ? "/" : "");
    }

    @Test
    @DisplayName("ADR 0007 an empty folder comes after the files that sort between its name and its content")
    void emptyFolderAmongFiles() {
        SourceEntry folder = SourceEntry.folder(RelativePath.known("a"));
        SourceEntry file = SourceEntry.file(RelativePath.known("a.txt"), 0, 0);

        assertThat(SourceEntry.CANONICAL_ORDER.compare(file, folder)).isNegative();
        assertThat(file.path()).isGreaterThan(folder.path());
    }

    @Test
    @DisplayName("CORE-3 an entry looks like another when kind, size and time are equal")
    void looksLike() {
        RelativePath path = RelativePath.known("a");
        SourceEntry file = SourceEntry.file(path, 0, 0);

        assertThat(file.looksLike(SourceEntry.file(RelativePath.known("b"), 0, 0)))
                .isTrue();
        assertThat(file.looksLike(SourceEntry.file(path, 1, 0))).isFalse();
        assertThat(file.looksLike(SourceEntry.file(path, 0, 1))).isFalse();
        assertThat(file.looksLike(SourceEntry.folder(path))).isFalse();
    }

    @Test
    @DisplayName("D-15 a folder has neither size nor time, and no size is negative")
    void impossibleEntries() {
        RelativePath path = RelativePath.known("a");

        assertThatThrownBy(() -> SourceEntry.file(path, -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SourceEntry(path, EntryKind.FOLDER, 1, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SourceEntry(path, EntryKind.FOLDER, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(EntryKind.class)
    @DisplayName("a kind comes back from its letter")
    void letters(EntryKind kind) {
        assertThat(EntryKind.ofLetter(kind.letter())).isEqualTo(kind);
        assertThatThrownBy(() -> EntryKind.ofLetter('x')).isInstanceOf(IllegalArgumentException.class);
    }
}

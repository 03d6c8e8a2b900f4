package io.datasync.core.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FolderNameTest {
    @Test
    @DisplayName("D-10 a path belongs to its first-level folder, and to . directly under the root")
    void folderOfAPath() throws Exception {
        assertThat(RelativePath.known("2026-04-23/sub/part.csv").folder()).isEqualTo(FolderName.parse("2026-04-23"));
        assertThat(RelativePath.known("notes.txt").folder()).isEqualTo(FolderName.ROOT);
        assertThat(FolderName.parse(".")).isEqualTo(FolderName.ROOT);
        assertThat(FolderName.parse("␛FC").path().bytes()).isEqualTo(new byte[] {(byte) 0xFC});
        assertThatThrownBy(FolderName.ROOT::path).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest(name = "[{index}]")
    @ValueSource(strings = {"", "..", "a/b", "/", "/a", "a/", "./a", "a\0", "␛2E", "␛2F", "␛"})
    @DisplayName("SEC-6 a folder of the index is one name")
    void notAFolder(String text) {
        RelativePathTest.assertInvalid(() -> FolderName.parse(text));
    }

    @Test
    @DisplayName("D-16 folders one after the other give their entries in canonical order")
    void orderOfFoldersIsThatOfTheirPaths() {
        Property.holds(500, random -> {
            TreeMap<FolderName, List<RelativePath>> folders = new TreeMap<>();
            List<RelativePath> all = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                RelativePath path = RelativePath.of(RandomNames.name(random)).child(RandomNames.name(random));
                folders.computeIfAbsent(path.folder(), folder -> new ArrayList<>())
                        .add(path);
                all.add(path);
            }

            List<RelativePath> joined = new ArrayList<>();
            folders.values().forEach(paths -> paths.stream().sorted().forEach(joined::add));

            assertThat(joined).isEqualTo(all.stream().sorted().toList());
        });
    }

    @Test
    @DisplayName("a folder comes back from its text, and is equal to itself alone")
    void textAndEquality() {
        Property.holds(2_000, random -> {
            FolderName a = FolderName.parse(NameText.encode(RandomNames.name(random)));
            FolderName b = FolderName.parse(NameText.encode(RandomNames.name(random)));

            assertThat(FolderName.parse(a.text()))
                    .isEqualTo(a)
                    .hasSameHashCodeAs(a)
                    .hasToString(a.text());
            assertThat(a.compareTo(b) == 0)
                    .isEqualTo(a.equals(b))
                    .isEqualTo(a.text().equals(b.text()));
            assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
        });
    }

    @Test
    @DisplayName("ADR 0004 folders are ordered by bytes where text would order them otherwise")
    void textIsNotTheOrder() throws Exception {
        FolderName privateUse = FolderName.parse("\uE000");
        FolderName emoji = FolderName.parse("😀");
        FolderName broken = FolderName.parse("␛80");
        FolderName ideograph = FolderName.parse("漢");

        assertThat(emoji.text()).isLessThan(privateUse.text());
        assertThat(emoji).isGreaterThan(privateUse);
        assertThat(broken.text()).isLessThan(ideograph.text());
        assertThat(broken).isLessThan(ideograph);
        assertThat(FolderName.parse("a-b")).isLessThan(FolderName.parse("a"));
    }
}

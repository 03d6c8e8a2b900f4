package io.datasync.testkit.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
    @TempDir
    Path folder;

    @Test
    void aTreeGoesWithItsLinksAndNotWithWhatTheyLeadTo() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Path kept = Files.writeString(elsewhere.resolve("kept"), "kept");
        Path tree = new Corpus(folder.resolve("tree"), 7).links().deep(4).root();
        Files.createSymbolicLink(tree.resolve("out"), elsewhere);
        Files.createSymbolicLink(tree.resolve("broken"), folder.resolve("nowhere"));
        FileTree.delete(tree);
        assertThat(tree).doesNotExist();
        assertThat(kept).hasContent("kept");
        FileTree.delete(tree);
    }

    @Test
    void aLinkInThePlaceOfATreeGoesAlone() throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), tree);
        FileTree.delete(link);
        assertThat(link).doesNotExist();
        assertThat(tree).isDirectory();
    }
}

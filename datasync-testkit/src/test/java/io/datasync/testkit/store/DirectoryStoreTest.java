package io.datasync.testkit.store;

import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.NameRules;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.core.store.directory.DirectoryStore;
import io.datasync.testkit.corpus.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoreTest {
    /** The suite over a folder. */
    abstract static class OnFolder implements ArchiveStoreContract {
        private final DirectoryOptions options;

        @TempDir
        Path place;

        OnFolder(DirectoryOptions options) {
            this.options = options;
        }

        private Path archive() {
            return place.resolve("lab-7").resolve("geometry");
        }

        @Override
        public ArchiveStore open() {
            return DirectoryStore.at(archive(), options);
        }

        @Override
        public void takeAway() throws IOException {
            Files.move(archive(), place.resolve("away"));
        }

        @Override
        public void bringBack() throws IOException {
            FileTree.delete(archive());
            Files.move(place.resolve("away"), archive());
        }
    }

    @Nested
    class WithDefaults extends OnFolder {
        WithDefaults() {
            super(DirectoryOptions.DEFAULTS);
        }
    }

    @Nested
    class WithoutWhatLocalDisksHave extends OnFolder {
        WithoutWhatLocalDisksHave() {
            super(DirectoryOptions.DEFAULTS.forcingEachFile().withoutDirectReads());
        }
    }

    @Nested
    class WithPortableNames extends OnFolder {
        WithPortableNames() {
            super(DirectoryOptions.DEFAULTS.withNames(NameRules.PORTABLE));
        }
    }

    @Nested
    class WithoutAttributes extends OnFolder {
        WithoutAttributes() {
            super(DirectoryOptions.DEFAULTS.withoutAttributes());
        }
    }

    @Nested
    class WithoutHardLinks extends OnFolder {
        WithoutHardLinks() {
            super(DirectoryOptions.DEFAULTS.withoutHardLinks());
        }
    }
}

package io.datasync.core.scan;

import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.FolderName;
import io.datasync.core.seal.FolderProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Takes the cheap look at folders of a source (CORE-5). */
public final class FolderProbes {
    private FolderProbes() {}

    /**
     * How a folder looks: its own time, and how many names it lists; no file of it is looked at. Blocks.
     *
     * @param folder not the root
     * @return empty when that cannot be told, so that the folder has to be scanned; {@link FolderProbe#ABSENT} when it is not there or is no
     *     folder
     */
    public static Optional<FolderProbe> probe(SourceRoot root, FolderName folder) {
        Path path = root.resolve(folder.path());
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isDirectory() || attributes.isOther()) {
                return Optional.of(FolderProbe.ABSENT);
            }
            long[] names = new long[1];
            DirectoryListing.list(path, attributes, name -> {
                names[0]++;
                return true;
            });
            return Optional.of(new FolderProbe(names[0], Ticks.of(attributes.lastModifiedTime())));
        } catch (NoSuchFileException gone) {
            return Optional.of(FolderProbe.ABSENT);
        } catch (IOException | SyncException unknown) {
            return Optional.empty();
        }
    }
}

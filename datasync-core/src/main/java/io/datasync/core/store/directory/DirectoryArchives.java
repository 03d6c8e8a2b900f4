package io.datasync.core.store.directory;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.store.ArchiveOpener;
import io.datasync.core.store.ArchiveStore;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Opens archives in folders, by addresses such as {@code file:///mnt/archive/shop-floor/pc-1/geometry}. Thread-safe; touches nothing. */
public final class DirectoryArchives implements ArchiveOpener {
    private static final String SCHEME = "file";

    private final DirectoryOptions options;

    /** Opens them with these options. */
    public DirectoryArchives(DirectoryOptions options) {
        this.options = options;
    }

    @Override
    public ArchiveStore open(String archiveUrl) throws SyncException {
        return DirectoryStore.at(folderOf(archiveUrl), options);
    }

    private static Path folderOf(String archiveUrl) throws SyncException {
        try {
            URI url = new URI(archiveUrl);
            if (SCHEME.equals(url.getScheme())) {
                return Path.of(url);
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new SyncException(
                    ErrorCode.CONFIGURATION_INVALID, false, "Not the address of an archive: " + archiveUrl, e);
        }
        throw SyncException.permanent(
                ErrorCode.CONFIGURATION_INVALID,
                "The address of an archive begins with file:///, this does not: " + archiveUrl);
    }
}

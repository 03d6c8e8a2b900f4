package io.datasync.core.store.directory;

import io.datasync.core.failure.SyncException;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.disk.Failures;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names in {@code .datasync/staging/}. What has another kind of name is not the store's. */
final class StagingFolder {
    private static final Pattern STAGED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
    private static final Pattern INTENT = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,199})\\.intent");
    /** What a crash leaves of an intent that was being written. */
    private static final Pattern TEMPORARY = Pattern.compile("\\.([A-Za-z0-9][A-Za-z0-9._-]{0,199})\\.intent\\.tmp");

    private final Path folder;

    StagingFolder(Path folder) {
        this.folder = folder;
    }

    /** Staged files, and names of which only a half-written intent is left. */
    List<StagingName> names(int max) throws SyncException {
        return list(max, name -> {
            Matcher temporary = TEMPORARY.matcher(name);
            if (temporary.matches()) {
                return Optional.of(new StagingName(temporary.group(1)));
            }
            boolean staged = STAGED.matcher(name).matches() && !name.endsWith(TemporaryNames.INTENT_ENDING);
            return staged ? Optional.of(new StagingName(name)) : Optional.empty();
        });
    }

    List<ControlName> intents(int max) throws SyncException {
        return list(max, name -> {
            Matcher intent = INTENT.matcher(name);
            return intent.matches()
                    ? Optional.of(ControlName.intentOf(new StagingName(intent.group(1))))
                    : Optional.empty();
        });
    }

    private <T> List<T> list(int max, Function<String, Optional<T>> reading) throws SyncException {
        Set<T> found = new LinkedHashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            Iterator<Path> each = entries.iterator();
            while (found.size() < max && each.hasNext()) {
                reading.apply(String.valueOf(each.next().getFileName())).ifPresent(found::add);
            }
        } catch (DirectoryIteratorException e) {
            throw Failures.of(e, folder);
        } catch (IOException e) {
            throw Failures.of(e, "list", folder);
        }
        return List.copyOf(found);
    }

    /** Removes a staged file and what a crash left of its intent. */
    void discard(StagingName name) throws SyncException {
        Path file = folder.resolve(name.text());
        ControlFiles.discard(file);
        ControlFiles.discard(TemporaryNames.beside(folder.resolve(name.text() + TemporaryNames.INTENT_ENDING)));
    }
}

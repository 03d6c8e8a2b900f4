import io.datasync.core.archiver.ArchiveResult;
import io.datasync.core.archiver.Archiver;
import io.datasync.core.failure.SyncException;
import java.nio.file.Path;

/** Archives a folder. Arguments: the source, the archive, a folder for the memory. */
public final class ArchiveDirectory {
    public static void main(String[] args) throws SyncException {
        try (Archiver archiver = Archiver.of(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]))
                .createArchive()
                .build()) {
            ArchiveResult result = archiver.archive();
            System.out.println(result.balance());
            result.failed().forEach(file -> System.out.println(file.path() + ": " + file.why().getMessage()));
        }
    }
}

package io.datasync.server.security.keys;

import io.datasync.server.platform.settings.MasterKey;
import io.datasync.server.platform.settings.ServerSettings;
import io.datasync.server.security.control.Random256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Where the master key is: in the settings, in the file that they name, or else in a file of this node's home, which the first start of an
 * installation makes, for its owner alone (SEC-3). Its place is logged, the key never (I-10).
 */
@ApplicationScoped
public class MasterKeySource {
    /** The file in the home. */
    static final String NAME = "master-key";

    private static final System.Logger LOG = System.getLogger(MasterKeySource.class.getName());
    private static final int BYTES_MAX = 200;
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rw-------");

    private final ServerSettings settings;

    @Inject
    MasterKeySource(ServerSettings settings) {
        this.settings = settings;
    }

    /**
     * The key; empty when none was given and none was made.
     *
     * @throws IOException when a file that holds it cannot be read, or holds something else
     */
    Optional<MasterKey> find() throws IOException {
        if (settings.masterKey().isPresent()) {
            return settings.masterKey();
        }
        if (settings.masterKeyFile().isPresent()) {
            return Optional.of(read(settings.masterKeyFile().get()));
        }
        return Files.exists(ownFile()) ? Optional.of(read(ownFile())) : Optional.empty();
    }

    /** Makes a key and its file, which survives a power cut from then on. */
    MasterKey make() throws IOException {
        MasterKey made = MasterKey.of(Random256.bytes());
        Path file = ownFile();
        Path unfinished = file.resolveSibling(NAME + ".new");
        Files.deleteIfExists(unfinished);
        FileAttribute<?>[] attributes = posix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ALONE)}
                : new FileAttribute<?>[0];
        try (FileChannel channel = FileChannel.open(
                unfinished, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            channel.write(ByteBuffer.wrap((made.base64() + "\n").getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        if (posix(file)) {
            try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
        LOG.log(
                System.Logger.Level.INFO,
                "event=master_key_made key_id={0} file={1} detail=\"Keep a copy elsewhere. Other nodes need it as DATASYNC_MASTER_KEY.\"",
                made.id(),
                file);
        return made;
    }

    /** Where a key is looked for, for people. */
    String place() {
        return settings.masterKey().isPresent()
                ? "DATASYNC_MASTER_KEY"
                : settings.masterKeyFile().orElseGet(this::ownFile).toString();
    }

    private Path ownFile() {
        return settings.home().resolve(NAME).toAbsolutePath();
    }

    private static MasterKey read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(BYTES_MAX), StandardCharsets.US_ASCII);
            if (posix(file) && !OWNER_ALONE.containsAll(Files.getPosixFilePermissions(file))) {
                LOG.log(System.Logger.Level.WARNING, "event=master_key_open_to_others file={0}", file);
            }
            return MasterKey.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new IOException("the file " + file + " holds no master key: " + wrong.getMessage(), wrong);
        }
    }

    private static boolean posix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}

package io.datasync.server.security.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.server.platform.settings.MasterKey;
import io.datasync.server.platform.settings.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("SEC-3 the master key")
class MasterKeySourceTest {
    private static final MasterKey KEY = MasterKey.of(new byte[MasterKey.BYTES]);

    @TempDir
    Path home;

    static ServerSettings settings(Path home, Optional<MasterKey> key, Optional<Path> file) {
        ServerSettings all = ServerSettings.defaults(home);
        return new ServerSettings(
                home,
                all.ciSecret(),
                all.sessionLifetime(),
                all.heartbeatInterval(),
                all.heartbeatQueueMax(),
                all.pendingKeysMax(),
                all.bodyBytesMax(),
                all.sync(),
                key,
                file,
                all.testClockFile());
    }

    private MasterKeySource source(Optional<MasterKey> key, Optional<Path> file) {
        return new MasterKeySource(settings(home, key, file));
    }

    @Test
    @DisplayName("I-10 is made once, in a file of the home that its owner alone reads")
    void isMade() throws IOException {
        MasterKeySource source = source(Optional.empty(), Optional.empty());
        assertThat(source.find()).isEmpty();
        MasterKey made = source.make();
        Path file = home.resolve("master-key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(home).isDirectoryNotContaining("glob:**.new");
        assertThat(source.find()).contains(made);
        assertThat(source.place()).isEqualTo(file.toString());
        assertThat(MasterKey.parse(Files.readString(file))).isEqualTo(made).isNotEqualTo(KEY);
    }

    @Test
    @DisplayName("is made over what a power cut left")
    void overWhatAPowerCutLeft() throws IOException {
        Files.writeString(home.resolve("master-key.new"), "half");
        MasterKeySource source = source(Optional.empty(), Optional.empty());
        assertThat(source.find()).isEmpty();
        assertThat(source.find()).isEqualTo(Optional.empty());
        assertThat(source.make()).isEqualTo(source.find().orElseThrow());
    }

    @Test
    @DisplayName("of the settings goes before the file of the home")
    void ofTheSettings() throws IOException {
        source(Optional.empty(), Optional.empty()).make();
        MasterKeySource given = source(Optional.of(KEY), Optional.empty());
        assertThat(given.find()).contains(KEY);
        assertThat(given.place()).isEqualTo("DATASYNC_MASTER_KEY");
        Path elsewhere = Files.writeString(home.resolve("elsewhere"), KEY.base64());
        MasterKeySource named = source(Optional.empty(), Optional.of(elsewhere));
        assertThat(named.find()).contains(KEY);
        assertThat(named.place()).isEqualTo(elsewhere.toString());
    }

    @Test
    @DisplayName("of a file that is not there or holds something else is refused, and not shown")
    void refused() throws IOException {
        Path file = home.resolve("elsewhere");
        MasterKeySource source = source(Optional.empty(), Optional.of(file));
        assertThatThrownBy(source::find).isInstanceOf(NoSuchFileException.class);
        Files.writeString(file, "c2VjcmV0");
        assertThatThrownBy(source::find)
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "the file " + file + " holds no master key: a master key is 32 bytes in base64, these are 6");
        Files.writeString(file, KEY.base64() + "A".repeat(10_000));
        assertThatThrownBy(source::find).isInstanceOf(IOException.class).hasMessageContaining("holds no master key");
    }
}

package io.datasync.server.security.keys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.key.KeyUse;
import io.datasync.core.key.Signer;
import io.datasync.core.key.VerificationKey;
import io.datasync.server.platform.schema.SchemaReady;
import io.datasync.server.platform.settings.MasterKey;
import io.datasync.server.sync.sql.DatabaseKind;
import io.datasync.server.sync.sql.IfNamed;
import io.datasync.server.sync.sql.OnDatabase;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.key.SignerContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("D-9 SEC-3 the server's signing key")
class ServerKeyTest {
    abstract static class Made extends OnDatabase implements SignerContract {
        private static final Instant NOON = Instant.parse("2026-04-23T12:00:00Z");
        private static final int NODES = 4;

        private final MovableClock clock = MovableClock.at(NOON);

        @TempDir
        Path folder;

        Made(DatabaseKind kind) {
            super(kind);
        }

        @BeforeEach
        void clear() {
            database.clear();
            database.execute("DELETE FROM secrets");
            database.execute("DELETE FROM audit_log");
        }

        private ServerKey node(String home, Optional<MasterKey> masterKey) throws IOException {
            Path place = Files.createDirectories(folder.resolve(home));
            return new ServerKey(
                    database.dataSource(),
                    new MasterKeySource(MasterKeySourceTest.settings(place, masterKey, Optional.empty())),
                    clock);
        }

        private static Signer started(ServerKey node) throws SyncException {
            node.prepare(new SchemaReady());
            return node.signer();
        }

        private static MasterKey key(int seed) {
            byte[] bytes = new byte[MasterKey.BYTES];
            Arrays.fill(bytes, (byte) seed);
            return MasterKey.of(bytes);
        }

        /** As a node has it that was started anew, out of the database. */
        @Override
        public Signer signer() {
            try {
                return started(node("contract", Optional.of(key(3))));
            } catch (IOException | SyncException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String privateKey() {
            signer();
            try (Connection connection = database.dataSource().getConnection()) {
                byte[] sealed = SecretTable.find(connection, ServerKey.SECRET)
                        .orElseThrow()
                        .sealed();
                byte[] pair =
                        new SecretCipher(key(3)).open(ServerKey.SECRET, sealed).orElseThrow();
                return Base64.getEncoder().encodeToString(KeyPairForm.read(pair).pkcs8());
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private List<VerificationKey> keys() throws SyncException {
            return new SigningKeys(database.dataSource()).page(Optional.empty(), 10);
        }

        @Test
        @DisplayName("is made by the first start, audited, and the same after each other one, on every node")
        void isMadeOnce() throws IOException, SyncException {
            ServerKey first = node("a", Optional.empty());
            assertThatThrownBy(first::signer).isInstanceOfSatisfying(SyncException.class, told -> {
                assertThat(told.code()).isEqualTo(ErrorCode.SERVER_ERROR);
                assertThat(told.retryable()).isTrue();
            });
            Signer signer = started(first);
            clock.set(NOON.plusSeconds(60));
            assertThat(started(node("a", Optional.empty())).publicKey()).isEqualTo(signer.publicKey());
            MasterKey copied = MasterKey.parse(Files.readString(folder.resolve("a/master-key")));
            assertThat(started(node("b", Optional.of(copied))).publicKey()).isEqualTo(signer.publicKey());
            assertThat(folder.resolve("b/master-key")).doesNotExist();
            assertThat(keys()).singleElement().satisfies(key -> {
                assertThat(key.use()).isEqualTo(KeyUse.SERVER);
                assertThat(key.keyId()).isEqualTo(signer.keyId());
                assertThat(key.validFrom()).isEqualTo(NOON);
                assertThat(key.validUntil()).isEmpty();
                byte[] text = "certificate".getBytes(UTF_8);
                assertThat(key.verifies(text, signer.sign(text))).isTrue();
            });
            assertThat(database.number("SELECT COUNT(*) FROM audit_log WHERE action = 'server.key_made' AND subject = '"
                            + signer.keyId() + "'"))
                    .isEqualTo(1);
        }

        @Test
        @DisplayName("of nodes that start at once is one")
        void nodesAtOnce() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(NODES);
            try {
                var start = new CyclicBarrier(NODES);
                List<Callable<String>> nodes = IntStream.range(0, NODES)
                        .<Callable<String>>mapToObj(number -> () -> {
                            ServerKey node = node("n" + number, Optional.of(key(1)));
                            start.await();
                            return started(node).publicKey();
                        })
                        .toList();
                List<Future<String>> told = threads.invokeAll(nodes);
                String one = started(node("last", Optional.of(key(1)))).publicKey();
                for (Future<String> each : told) {
                    assertThat(each.get()).isEqualTo(one);
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(keys()).hasSize(1);
        }

        @Test
        @DisplayName("I-10 lies encrypted in the database")
        void liesEncrypted() throws IOException, SyncException, SQLException {
            started(node("a", Optional.of(key(1))));
            try (Connection connection = database.dataSource().getConnection()) {
                SecretTable.Row row =
                        SecretTable.find(connection, ServerKey.SECRET).orElseThrow();
                byte[] pair = new SecretCipher(key(1))
                        .open(ServerKey.SECRET, row.sealed())
                        .orElseThrow();
                String hidden = new String(KeyPairForm.read(pair).pkcs8(), ISO_8859_1);
                assertThat(new String(row.sealed(), ISO_8859_1)).doesNotContain(hidden.substring(hidden.length() - 16));
                assertThat(row.masterKeyId()).isEqualTo(key(1).id());
            }
        }

        @Test
        @DisplayName(
                "DR-K under another master key, or none, keeps a node from being ready, which says so and makes nothing")
        void underAnotherMasterKey() throws IOException, SyncException {
            started(node("a", Optional.of(key(1))));
            ServerKey other = node("b", Optional.of(key(2)));
            assertThatThrownBy(() -> other.prepare(new SchemaReady()))
                    .hasMessage("the secrets in the database lie under the master key " + key(1).id()
                            + ", and DATASYNC_MASTER_KEY holds another one, " + key(2).id());
            ServerKey none = node("c", Optional.empty());
            assertThatThrownBy(() -> none.prepare(new SchemaReady()))
                    .hasMessage("the secrets in the database lie under the master key " + key(1).id()
                            + ", and this node has none: set DATASYNC_MASTER_KEY, or put that key into "
                            + folder.resolve("c/master-key"));
            assertThat(folder.resolve("c/master-key")).doesNotExist();
            assertThatThrownBy(none::signer).isInstanceOf(SyncException.class);
        }

        @Test
        @DisplayName("that is damaged keeps a node from being ready, which says so")
        void damaged() throws IOException, SyncException {
            started(node("a", Optional.of(key(1))));
            database.execute("UPDATE secrets SET sealed_value = " + database.bytes("0102030405"));
            ServerKey node = node("a", Optional.of(key(1)));
            assertThatThrownBy(() -> node.prepare(new SchemaReady()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the server's signing key in the database is damaged")
                    .hasMessageContaining(key(1).id());
        }

        @Test
        @DisplayName("waits for a file that is named and not there, and says which")
        void aNamedFileThatIsNotThere() {
            Path file = folder.resolve("not-there");
            var node = new ServerKey(
                    database.dataSource(),
                    new MasterKeySource(MasterKeySourceTest.settings(folder, Optional.empty(), Optional.of(file))),
                    clock);
            assertThatThrownBy(() -> node.prepare(new SchemaReady()))
                    .rootCause()
                    .hasMessageContaining(file.toString());
            assertThat(database.number("SELECT COUNT(*) FROM secrets")).isZero();
        }
    }

    @Nested
    class OnH2 extends Made {
        OnH2() {
            super(DatabaseKind.H2);
        }
    }

    @Nested
    @Tag("slow")
    class OnPostgresql extends Made {
        OnPostgresql() {
            super(DatabaseKind.POSTGRESQL);
        }
    }

    @Nested
    @IfNamed
    class OnOther extends Made {
        OnOther() {
            super(DatabaseKind.OTHER);
        }
    }
}

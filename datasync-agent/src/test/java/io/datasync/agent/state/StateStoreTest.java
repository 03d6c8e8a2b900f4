package io.datasync.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.protocol.fleet.JobKind;
import io.datasync.core.protocol.fleet.JobList;
import io.datasync.core.protocol.fleet.RunnerStatus;
import io.datasync.core.transfer.MachineIds.Former;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateStoreTest {
    private static final Machine PC = new Machine("measure-07", "4F:91:C2:08:00:11:22:33", "Linux 6.1");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-04-23T10:11:12Z"), ZoneOffset.UTC);
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path folder;

    private AgentHome home;

    @BeforeEach
    void makeHome() throws SyncException {
        home = AgentHome.of(folder.resolve("home"));
        home.make();
    }

    private StateStore open() throws SyncException {
        return StateStore.open(home, PC, CLOCK, RANDOM);
    }

    @Test
    @DisplayName("D-27 the first start makes keys of its own, and the next one finds them")
    void theFirstStartMakesKeys() throws SyncException {
        AgentState first = open().state();
        assertThat(first.runner()).isEmpty();
        assertThat(Base64.getUrlDecoder().decode(first.apiKey().secret())).hasSize(32);
        assertThat(open().state()).isEqualTo(first);
        assertThat(first.fingerprint()).isEqualTo(PC.fingerprint());
        assertThat(first.machine().now()).matches("[0-9a-f]{12}");
        assertThat(first.machine().former()).isEmpty();
    }

    @Test
    @DisplayName("D-27 the device key signs, and anybody with the public half can check it")
    void theDeviceKeySigns() throws Exception {
        DeviceKey key = open().state().deviceKey();
        byte[] message = "a message".getBytes(StandardCharsets.UTF_8);
        PublicKey half = KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(key.publicKey())));
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(half);
        check.update(message);
        assertThat(check.verify(key.sign(message).bytes())).isTrue();
    }

    @Test
    @DisplayName("everything in the state comes back")
    void everythingComesBack() throws SyncException {
        JobList jobs = new JobList(List.of(new JobDefinition(
                new JobId("geometry"),
                JobKind.GEOMETRY,
                ZoneId.of("Europe/Berlin"),
                "/data/geometry",
                "file:///archive/x",
                List.of("**/*.csv"),
                List.of("*.tmp"),
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                true)));
        AgentState changed = open().update(known -> known.withRunner(
                        new RunnerId("measure-07"), RunnerStatus.ACTIVE, URI.create("https://archive.example.com"))
                .withJobs(jobs));
        assertThat(open().state()).isEqualTo(changed);
        assertThat(changed.jobs()).contains(jobs);
    }

    @Test
    @DisplayName("AGT-5 the state is unreadable without its key, and both are their owner's alone")
    void theStateIsEncrypted() throws Exception {
        AgentState state = open().state();
        String raw = Files.readString(home.state(), StandardCharsets.ISO_8859_1);
        assertThat(raw)
                .doesNotContain(state.apiKey().secret())
                .doesNotContain(state.deviceKey().privateKey())
                .doesNotContain("machine");
        for (Path file : List.of(home.state(), home.key())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.folder())))
                .isEqualTo("rwx------");
    }

    @Test
    @DisplayName("I-10 keys never print their secret half")
    void keysDoNotPrintThemselves() throws SyncException {
        AgentState state = open().state();
        assertThat(state.toString())
                .doesNotContain(state.apiKey().secret())
                .doesNotContain(state.deviceKey().privateKey());
    }

    @Test
    @DisplayName("AGT-5 a damaged state is set aside and a new identity is made")
    void aDamagedStateIsSetAside() throws Exception {
        AgentState first = open().state();
        byte[] bytes = Files.readAllBytes(home.state());
        bytes[bytes.length / 2] ^= 1;
        Files.write(home.state(), bytes);
        StateStore store = open();
        assertThat(store.state().apiKey()).isNotEqualTo(first.apiKey());
        assertThat(store.setAside()).contains(home.folder().resolve("state.dat.corrupt-20260423T101112Z"));
        assertThat(store.setAside().get()).hasBinaryContent(bytes);
        assertThat(open().state()).isEqualTo(store.state());
        assertThat(open().setAside()).isEmpty();
    }

    @Test
    @DisplayName("AGT-5 a state of another key, a truncated one and one without a key are set aside too")
    void foreignStatesAreSetAside() throws Exception {
        for (byte[] foreign : List.of("not a state".getBytes(StandardCharsets.UTF_8), new byte[0])) {
            open();
            Files.write(home.state(), foreign);
            assertThat(open().setAside()).isPresent();
        }
        Files.delete(home.key());
        assertThat(open().setAside()).isPresent();
        Files.writeString(home.key(), "short");
        assertThat(open().setAside()).isPresent();
    }

    @Test
    @DisplayName("D-27 heartbeats count upwards across restarts, and rarely write")
    void heartbeatsCountUpwards() throws Exception {
        StateStore store = open();
        long last = 0;
        for (int i = 0; i < 250; i++) {
            long next = store.nextHeartbeat();
            assertThat(next).isGreaterThan(last);
            last = next;
        }
        assertThat(last).isEqualTo(250);
        assertThat(open().nextHeartbeat()).isGreaterThan(last);
    }

    @Test
    @DisplayName("D-27 on other hardware the machine's name on the share changes, the keys do not")
    void otherHardware() throws SyncException {
        AgentState first = open().state();
        AgentState moved = StateStore.open(
                        home, new Machine("measure-07", "00:00:00:00:00:00:00:00", "Linux"), CLOCK, RANDOM)
                .state();
        assertThat(moved.machine().now()).isNotEqualTo(first.machine().now());
        assertThat(moved.machine().former())
                .containsExactly(new Former(first.machine().now(), CLOCK.instant()));
        assertThat(moved.apiKey()).isEqualTo(first.apiKey());
        assertThat(moved.fingerprint()).isEqualTo("00:00:00:00:00:00:00:00");
    }

    @Test
    @DisplayName("D-6 the machine's former names are remembered, the latest 32 of them")
    void formerMachinesAreRemembered() throws SyncException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            AgentState state = StateStore.open(home, new Machine("pc", "fingerprint " + i, "Linux"), CLOCK, RANDOM)
                    .state();
            names.add(state.machine().now());
        }
        AgentState last = StateStore.open(home, new Machine("pc", "fingerprint 39", "Linux"), CLOCK, RANDOM)
                .state();
        assertThat(last.machine().former()).extracting(Former::id).isEqualTo(names.subList(7, 39));
        assertThat(last.machine().now()).isEqualTo(names.get(39));
    }

    @Test
    @DisplayName("new keys ask for the same runner")
    void renewedKeys() throws SyncException {
        StateStore store = open();
        AgentState first = store.update(
                known -> known.withRunner(new RunnerId("pc"), RunnerStatus.ACTIVE, URI.create("http://127.0.0.1")));
        AgentState renewed = store.renewKeys();
        assertThat(renewed.apiKey()).isNotEqualTo(first.apiKey());
        assertThat(renewed.runner()).contains(new RunnerId("pc"));
        assertThat(renewed.status()).isEqualTo(Optional.of(RunnerStatus.PENDING));
    }

    @Test
    @DisplayName("two agents cannot share a home")
    void oneAgentPerHome() throws SyncException {
        try (HomeLock lock = HomeLock.take(home)) {
            assertThat(lock).isNotNull();
            assertThat(HomeLock.isTaken(home)).isTrue();
            assertThatThrownBy(() -> HomeLock.take(home))
                    .isInstanceOfSatisfying(
                            SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HOME_BUSY))
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        }
        assertThat(HomeLock.isTaken(home)).isFalse();
        HomeLock.take(home).close();
    }

    @Test
    @DisplayName("this PC has a name and a fingerprint that stay the same")
    void thisPc() {
        assertThat(Machine.local()).isEqualTo(Machine.local());
        assertThat(Machine.local().fingerprint()).matches("([0-9A-F]{2}:){7}[0-9A-F]{2}");
        assertThat(Machine.local().shortFingerprint()).hasSize(11);
        assertThat(Machine.local().host()).isNotEmpty();
    }
}

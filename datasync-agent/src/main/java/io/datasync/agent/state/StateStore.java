package io.datasync.agent.state;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.transfer.MachineIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.crypto.SecretKey;

/**
 * The agent's state in its home. What {@link #update} stored survives a kill and a power cut.
 *
 * <p>A state that cannot be read, or was made under another key, is set aside as {@code state.dat.corrupt-<time>} and a new identity is
 * made: the agent enrols again, and the archive tells what need not be sent again (AGT-5). Thread-safe.
 */
public final class StateStore {
    private static final long HEARTBEATS_AT_ONCE = 100;
    private static final int MACHINE_BYTES = 6;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final AgentHome home;
    private final Vault vault;
    private final SecureRandom random;
    private final SecretKey key;
    private final Optional<Path> setAside;
    private AgentState state;
    private long lastHeartbeat;

    private StateStore(
            AgentHome home,
            Vault vault,
            SecureRandom random,
            SecretKey key,
            AgentState state,
            Optional<Path> setAside) {
        this.home = home;
        this.vault = vault;
        this.random = random;
        this.key = key;
        this.state = state;
        this.setAside = setAside;
        this.lastHeartbeat = state.heartbeatsReserved();
    }

    /**
     * Reads the state, or makes a new identity where there is none.
     *
     * @throws SyncException {@code STATE_CORRUPT} (retryable) when the files cannot be read or written at all
     */
    public static StateStore open(AgentHome home, Machine machine, Clock clock, SecureRandom random)
            throws SyncException {
        Vault vault = new Vault(random);
        Optional<Path> setAside = Optional.empty();
        try {
            if (Files.exists(home.state())) {
                try {
                    SecretKey key = readKey(home);
                    AgentState known = StateJson.read(Vault.open(key, Files.readAllBytes(home.state())));
                    StateStore store = new StateStore(home, vault, random, key, known, Optional.empty());
                    store.recognise(machine, clock);
                    return store;
                } catch (Vault.BrokenException e) {
                    setAside = Optional.of(setAside(home, clock));
                }
            }
            SecretKey key = vault.makeKey(home.key());
            AgentState fresh = fresh(machine, random);
            StateStore store = new StateStore(home, vault, random, key, fresh, setAside);
            store.write(fresh);
            return store;
        } catch (IOException e) {
            throw failure(home, e);
        }
    }

    /**
     * What the state says, for looking only: nothing is made or changed, whoever works with it.
     *
     * @return empty when there is none
     * @throws SyncException {@code STATE_CORRUPT} when it cannot be read
     */
    public static Optional<AgentState> look(AgentHome home) throws SyncException {
        if (!Files.exists(home.state())) {
            return Optional.empty();
        }
        try {
            return Optional.of(StateJson.read(Vault.open(readKey(home), Files.readAllBytes(home.state()))));
        } catch (Vault.BrokenException e) {
            throw new SyncException(
                    ErrorCode.STATE_CORRUPT,
                    false,
                    "The state in " + home.folder() + " is damaged: " + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw failure(home, e);
        }
    }

    private static SecretKey readKey(AgentHome home) throws IOException, Vault.BrokenException {
        if (!Files.exists(home.key())) {
            throw new Vault.BrokenException("its key is gone");
        }
        return Vault.readKey(home.key());
    }

    private static AgentState fresh(Machine machine, SecureRandom random) {
        return new AgentState(
                DeviceKey.make(random),
                ApiKey.make(random),
                MachineIds.of(machineId(random)),
                machine.fingerprint(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty());
    }

    private static String machineId(SecureRandom random) {
        byte[] bytes = new byte[MACHINE_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static Path setAside(AgentHome home, Clock clock) throws IOException {
        String ending = ".corrupt-" + STAMP.format(clock.instant());
        Path target = home.state().resolveSibling(home.state().getFileName() + ending);
        if (Files.exists(home.key())) {
            Files.move(
                    home.key(),
                    home.key().resolveSibling(home.key().getFileName() + ending),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        return Files.move(home.state(), target, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Other hardware: this may be a clone, so names on the share must not be those of the original from now on (D-27). It may as well be
     * a new network card, so what has the old names stays this PC's (D-6).
     */
    private void recognise(Machine machine, Clock clock) throws SyncException {
        if (!state.fingerprint().equals(machine.fingerprint())) {
            update(known -> known.withMachine(
                    known.machine().replacedBy(machineId(random), clock.instant()), machine.fingerprint()));
        }
    }

    /** Where a state that could not be read was put at the opening. */
    public Optional<Path> setAside() {
        return setAside;
    }

    /** The state now. */
    public synchronized AgentState state() {
        return state;
    }

    /**
     * Changes the state; durable when it returns.
     *
     * @throws SyncException {@code STATE_CORRUPT} (retryable) when it could not be written: then it is as before
     */
    public synchronized AgentState update(UnaryOperator<AgentState> change) throws SyncException {
        AgentState changed = change.apply(state);
        if (!changed.equals(state)) {
            try {
                write(changed);
            } catch (IOException e) {
                throw failure(home, e);
            }
            state = changed;
        }
        return state;
    }

    /** Makes new keys, because the server refuses the ones there are; the runner's id is asked for again. */
    public AgentState renewKeys() throws SyncException {
        return update(known -> known.withKeys(DeviceKey.make(random), ApiKey.make(random)));
    }

    /**
     * A number for a heartbeat, higher than any before, also across restarts: so two PCs with one disk are told apart (D-27). It may jump
     * at a restart.
     */
    public synchronized long nextHeartbeat() throws SyncException {
        if (lastHeartbeat == state.heartbeatsReserved()) {
            update(known -> known.withHeartbeatsReserved(known.heartbeatsReserved() + HEARTBEATS_AT_ONCE));
        }
        return ++lastHeartbeat;
    }

    private void write(AgentState changed) throws IOException {
        DurableFile.replace(home.state(), vault.seal(key, StateJson.write(changed)));
    }

    private static SyncException failure(AgentHome home, IOException e) {
        return new SyncException(
                ErrorCode.STATE_CORRUPT, true, "The state in " + home.folder() + " cannot be read or written: " + e, e);
    }
}

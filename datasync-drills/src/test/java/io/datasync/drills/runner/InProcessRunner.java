package io.datasync.drills.runner;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.agent.client.HttpCalls;
import io.datasync.agent.client.HttpCoordinator;
import io.datasync.agent.client.ServerClient;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.key.Ed25519Signer;
import io.datasync.core.key.Signer;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.RegisterRequest;
import io.datasync.testkit.sandbox.Sandbox;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Optional;

/** A runner without a process, enrolled and approved; it talks to the server by the real agent's client. Thread-safe. */
public final class InProcessRunner {
    private static final Duration CALL_BOUND = Duration.ofMinutes(2);

    private final RunnerId id;
    private final String apiKey;
    private final Signer deviceKey;
    private final HttpCalls calls;

    private InProcessRunner(URI server, String name) throws SyncException {
        id = new RunnerId(name);
        apiKey = name + "-0123456789abcdef0123456789abcdef0123456789abcdef";
        deviceKey = newKey();
        calls = new HttpCalls(server, CALL_BOUND, () -> apiKey, "1.0.0", Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** A runner of this name, which no other test may have, enrolled and approved. */
    public static InProcessRunner in(Sandbox sandbox, String name) throws SyncException {
        return in(sandbox, name, sandbox.server().uri());
    }

    /** The same, which calls the server under another address, such as that of a proxy. */
    public static InProcessRunner in(Sandbox sandbox, String name, URI server) throws SyncException {
        InProcessRunner runner = new InProcessRunner(server, name);
        new ServerClient(runner.calls).register(runner.registration());
        sandbox.admin().approve(name);
        return runner;
    }

    private static Signer newKey() throws SyncException {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return Ed25519Signer.of(
                    pair.getPrivate().getEncoded(), pair.getPublic().getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JVM has Ed25519", impossible);
        }
    }

    private RegisterRequest registration() {
        var unsigned = new RegisterRequest(
                Optional.of(id),
                "pc",
                "board " + id,
                "Debian 12",
                "1.0.0",
                deviceKey.publicKey(),
                Digest.of(Digest.sha256().digest(apiKey.getBytes(UTF_8))),
                "");
        return unsigned.with(deviceKey.sign(unsigned.signed()).text());
    }

    /** Its id. */
    public RunnerId id() {
        return id;
    }

    /** By which it signs. */
    public Signer deviceKey() {
        return deviceKey;
    }

    /** What it shows with each request. */
    public String authorization() {
        return "Agent " + apiKey;
    }

    /** The rules, over HTTP. */
    public Coordinator coordinator() {
        return new HttpCoordinator(calls);
    }
}

package io.datasync.server.it;

import io.datasync.core.digest.Digest;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.ActiveJob;
import io.datasync.core.protocol.fleet.AgentStatus;
import io.datasync.core.protocol.fleet.Heartbeat;
import io.datasync.core.protocol.fleet.JobPhase;
import io.datasync.core.protocol.fleet.RegisterRequest;
import io.datasync.core.protocol.fleet.ShareStatus;
import io.datasync.core.protocol.json.FleetJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The part of an agent that the fleet's endpoints see: its keys, its registration, its heartbeat. */
record TestAgent(String key, KeyPair pair, Optional<RunnerId> wanted, String host) {
    /** An agent that asks for this id. */
    static TestAgent wanting(String runnerId, String key) {
        return new TestAgent(
                key + "-0123456789abcdef0123456789abcdef", newPair(), Optional.of(new RunnerId(runnerId)), "pc");
    }

    /** An agent that leaves the id to the server. */
    static TestAgent on(String host, String key) {
        return new TestAgent(key + "-0123456789abcdef0123456789abcdef", newPair(), Optional.empty(), host);
    }

    private static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    RegisterRequest request() {
        var unsigned = new RegisterRequest(
                wanted,
                host,
                "board 4711",
                "Debian 12",
                "1.0.0",
                Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()),
                Digest.of(Digest.sha256().digest(key.getBytes(StandardCharsets.UTF_8))),
                "");
        return unsigned.with(sign(unsigned.signed()));
    }

    String registration() {
        return text(request());
    }

    static String text(RegisterRequest request) {
        var out = new ByteArrayOutputStream();
        try {
            FleetJson.write(out, request);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    static String heartbeat(long counter, Instant now) {
        return heartbeat(counter, now, "1.2.3", new JobId("images"), new RunId("run-1"));
    }

    /** A heartbeat of an agent that works at this run. */
    static String heartbeat(long counter, Instant now, String version, JobId working, RunId run) {
        var job = new ActiveJob(working, run, JobPhase.UPLOADING, 1, 10, 100, 1_000);
        var heartbeat = new Heartbeat(
                AgentStatus.WORKING,
                version,
                now,
                counter,
                List.of(job),
                List.of(),
                ShareStatus.OK,
                42,
                Optional.of(now),
                1_000);
        var out = new ByteArrayOutputStream();
        try {
            FleetJson.write(out, heartbeat);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private String sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(bytes);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

package io.datasync.server.it;

import static io.datasync.server.it.HttpRules.expect;
import static io.datasync.server.it.Messages.bytes;
import static io.datasync.server.it.Messages.entries;
import static io.datasync.server.it.RunSteps.open;
import static io.datasync.server.it.RunSteps.send;
import static io.datasync.server.it.SealHttpRules.because;
import static io.datasync.server.it.SealHttpRules.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.certificate.CertificateId;
import io.datasync.core.certificate.CertificateVisitor;
import io.datasync.core.certificate.CertifiedLoss;
import io.datasync.core.certificate.signature.CertificateVerifier;
import io.datasync.core.certificate.signature.VerifiedCertificate;
import io.datasync.core.cycle.seal.FolderCertifier;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.key.Ed25519Signer;
import io.datasync.core.key.KeyRing;
import io.datasync.core.key.KeyUse;
import io.datasync.core.key.Signer;
import io.datasync.core.key.VerificationKey;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.AgentApi;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import io.datasync.core.protocol.json.ProgressJson;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.server.it.ServerClient.Answer;
import io.datasync.testkit.process.Launch;
import io.datasync.testkit.sandbox.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Drafts and certificates over HTTP (D-9): from what an agent is shown to what lies on the share. */
interface CertificateHttpRules extends SealHttpRules {
    private static FolderName day() {
        return RelativePath.known(DAY + "/a").folder();
    }

    /** A folder that is closed by an order, and whose certificate is still to come. */
    private Sealing sealing(String name) throws SyncException {
        TestAgent approved = activeAgent(name);
        Running running = archived(opened(name, approved), 0);
        assertThat(order(admin(), running, "seal", DAY, because("its certificate is wanted"))
                        .status())
                .isEqualTo(200);
        KeyPair pair = approved.pair();
        Signer deviceKey = Ed25519Signer.of(
                pair.getPrivate().getEncoded(), pair.getPublic().getEncoded());
        return new Sealing(running, deviceKey, new SealingClient(running.agent()));
    }

    /** An agent that is asked for a certificate. */
    record Sealing(Running running, Signer deviceKey, SealingClient client) {
        JobId job() {
            return new JobId(running.job());
        }

        CertifyAnswer certify() throws SyncException {
            return new FolderCertifier(
                            client,
                            new RunnerId(running.runner()),
                            job(),
                            deviceKey,
                            Instant::now,
                            SealingClient.SCRATCH,
                            facts -> {})
                    .certify(day());
        }
    }

    private Path archive(Sealing sealing) {
        return home().resolve("archive").resolve(sealing.running().job());
    }

    /** What the server's list of keys says, which is another way than the share. */
    private KeyRing keys() throws SyncException {
        List<VerificationKey> keys = new ArrayList<>();
        for (Json key : admin().get("/api/keys?limit=1000").json().items()) {
            keys.add(new VerificationKey(
                    KeyUse.parse(key.get("use").text()),
                    key.has("runnerId")
                            ? Optional.of(new RunnerId(key.get("runnerId").text()))
                            : Optional.empty(),
                    key.get("publicKey").text(),
                    Instant.parse(key.get("validFrom").text()),
                    key.has("validUntil")
                            ? Optional.of(Instant.parse(key.get("validUntil").text()))
                            : Optional.empty()));
        }
        return KeyRing.of(keys);
    }

    @Test
    @DisplayName(
            "D-9 CORE-8 a folder is certified: the agent signs, the server countersigns, and both hold by the keys that the server lists")
    default void aFolderIsCertified() throws SyncException, IOException {
        Sealing sealing = sealing("cert-1");
        CertifyAnswer answer = sealing.certify();
        Path certificates = archive(sealing).resolve(".datasync/certificates").resolve(DAY);
        Path json = certificates.resolve(answer.revision() + ".json");
        byte[] sig = Files.readAllBytes(certificates.resolve(answer.revision() + ".sig"));
        assertThat(json).hasBinaryContent(sealing.client().last().certificate());
        VerifiedCertificate verified;
        List<Fact> listed = new ArrayList<>();
        try (InputStream in = Files.newInputStream(json)) {
            verified = new CertificateVerifier(keys())
                    .published(
                            new CertificateId(new RunnerId("cert-1"), sealing.job(), day(), answer.revision()),
                            in,
                            sig,
                            new CertificateVisitor() {
                                @Override
                                public void entry(Fact fact) {
                                    listed.add(fact);
                                }

                                @Override
                                public void loss(CertifiedLoss loss) {
                                    throw new IllegalStateException("a loss: " + loss);
                                }
                            });
        }
        assertThat(verified.certificate().digest()).isEqualTo(answer.certificate());
        assertThat(listed).extracting(Fact::entry).containsExactlyElementsOf(entries(3));
        assertThat(archive(sealing).resolve(".datasync/keys")).isDirectoryContaining("glob:**.json");

        assertThat(folders(sealing.running(), "?sealed=true")).singleElement().satisfies(folder -> {
            Json certificate = folder.get("certificate");
            assertThat(certificate.get("revision").number()).isEqualTo(answer.revision());
            assertThat(certificate.get("digest").text())
                    .isEqualTo(answer.certificate().hex());
            assertThat(certificate.get("count").number()).isEqualTo(3);
            assertThat(certificate.get("current").truth()).isTrue();
        });
    }

    @Test
    @DisplayName(
            "CORE-8 I-7 a certificate is checked by a script that knows nothing of DataSync, with keys that the server gave")
    default void checkedWithoutDataSync() throws SyncException, IOException {
        Sealing sealing = sealing("cert-7");
        CertifyAnswer answer = sealing.certify();
        Path certificates = archive(sealing).resolve(".datasync/certificates").resolve(DAY);
        Path trusted = Files.createDirectories(home().resolve("trusted-keys"));
        for (Json key : admin().get("/api/keys?limit=1000").json().items()) {
            String id = key.get("keyId").text();
            Files.writeString(
                    trusted.resolve(id + ".json"),
                    admin().get("/api/keys/" + id).body());
        }
        Path json = certificates.resolve(answer.revision() + ".json");
        assertThat(script(trusted, json)).isZero();

        Path elsewhere = Files.createDirectories(home().resolve("tampered"));
        Files.copy(certificates.resolve(answer.revision() + ".sig"), elsewhere.resolve(answer.revision() + ".sig"));
        String tampered = Files.readString(json).replace("part-000001", "part-000009");
        assertThat(script(trusted, Files.writeString(elsewhere.resolve(answer.revision() + ".json"), tampered)))
                .isEqualTo(1);
    }

    /** The exit code of the script. */
    private int script(Path trusted, Path certificate) {
        Path script =
                Path.of("../../scripts/verify-certificate.py").toAbsolutePath().normalize();
        var command = List.of("python3", script.toString(), "--keys", trusted.toString(), certificate.toString());
        try (var process = new Launch("verify", command, home().resolve("verify.log")).start()) {
            return process.awaitExit(Duration.ofSeconds(60));
        }
    }

    @Test
    @DisplayName("RUN-3 a certificate is handed in again, gzipped or not, and the answer is the same")
    default void handedInAgain() throws SyncException {
        Sealing sealing = sealing("cert-2");
        CertifyAnswer answer = sealing.certify();
        CertifyRequest request = sealing.client().last();
        for (Optional<String> coding : List.of(Optional.<String>empty(), Optional.of(AgentApi.GZIP))) {
            Map<String, String> headers = SealingClient.headers(request);
            coding.ifPresent(name -> headers.put("Content-Encoding", name));
            Answer again = sealing.client().handIn(request, request.certificate(), headers);
            assertThat(again.status()).as(again.body()).isEqualTo(200);
            assertThat(again.json().get("revision").number()).isEqualTo(answer.revision());
            assertThat(again.json().get("certificate").text())
                    .isEqualTo(answer.certificate().hex());
        }
    }

    @Test
    @DisplayName("CORE-5 a late file opens a certified folder; its certificate stays on record as one of the past")
    default void aLateFileOpens() throws SyncException {
        Sealing sealing = sealing("cert-3");
        sealing.certify();
        Running running = sealing.running();
        Json run = open(running.agent(), running.job(), "cert-3-late").json();
        var late = new Running(
                running.agent(),
                running.runner(),
                running.job(),
                "cert-3-late",
                run.get("token").text());
        SourceEntry file = SourceEntry.file(RelativePath.known(DAY + "/zz-late.csv"), 5, 5);
        var report = new Report.Verified(2, new Fact(file, Digest.OF_NOTHING, Instant.EPOCH));
        byte[] body = bytes(out -> ProgressJson.write(out, new ProgressRequest(List.of(report))));
        assertThat(send(late, "progress", body, Map.of()).status()).isEqualTo(200);
        assertThat(folders(running, "?sealed=true")).isEmpty();
        assertThat(folders(running, "?sealed=false")).singleElement().satisfies(folder -> {
            assertThat(folder.get("archived").get("count").number()).isEqualTo(4);
            assertThat(folder.get("certificate").get("count").number()).isEqualTo(3);
            assertThat(folder.get("certificate").get("current").truth()).isFalse();
        });
    }

    @Test
    @DisplayName("D-9 a certificate that is not good is refused by its code, and nothing is published")
    default void notGood() throws SyncException, IOException {
        Sealing sealing = sealing("cert-4");
        SealingClient client = sealing.client();
        client.holdBack();
        sealing.certify();
        CertifyRequest good = client.last();
        byte[] tampered = good.certificate().clone();
        tampered[tampered.length - 10] ^= 1;
        Answer answer = client.handIn(good, tampered, SealingClient.headers(good));
        assertThat(answer.status()).as(answer.body()).isIn(400, 409);
        assertThat(answer.code()).isIn("certificate_malformed", "certificate_tampered");

        byte[] cut = Arrays.copyOf(good.certificate(), good.certificate().length / 2);
        expect(client.handIn(good, cut, SealingClient.headers(good)), 400, "certificate_malformed");
        expect(with(client, good, AgentApi.SIGNATURES_HEADER, "e30="), 400, "certificate_malformed");
        expect(with(client, good, AgentApi.SIGNATURES_HEADER, "%%%"), 400, "message_malformed");
        expect(with(client, good, AgentApi.SIGNATURES_HEADER, null), 400, "message_malformed");
        expect(with(client, good, AgentApi.REVISION_HEADER, "-1"), 400, "message_malformed");
        expect(with(client, good, AgentApi.REVISION_HEADER, null), 400, "message_malformed");
        expect(with(client, good, AgentApi.REVISION_HEADER, "1"), 409, "folder_changed");
        expect(with(client, good, "Content-Encoding", "br"), 415, "unsupported_media_type");
        assertThat(archive(sealing).resolve(".datasync/certificates")).doesNotExist();
        assertThat(client.handIn(good, good.certificate(), SealingClient.headers(good))
                        .status())
                .isEqualTo(200);
    }

    private static Answer with(SealingClient client, CertifyRequest good, String header, @Nullable String value)
            throws SyncException {
        var headers = new TreeMap<>(SealingClient.headers(good));
        if (value == null) {
            headers.remove(header);
        } else {
            headers.put(header, value);
        }
        return client.handIn(good, good.certificate(), headers);
    }

    @Test
    @DisplayName("I-11 a certificate that is longer than one can be is refused, by its length or while it is inflated")
    default void tooLong() throws SyncException {
        Sealing sealing = sealing("cert-5");
        sealing.certify();
        CertifyRequest good = sealing.client().last();
        Map<String, String> headers = SealingClient.headers(good);
        headers.put("Content-Encoding", AgentApi.GZIP);
        expect(sealing.client().handIn(good, new byte[(64 << 20) + 1], headers), 413, "message_too_large");
    }

    @Test
    @DisplayName("API-6 another's folder, one that is none, and one that may not be sealed have no draft")
    default void noDraft() throws SyncException {
        Running running = archived("cert-6", 0);
        ServerClient agent = running.agent();
        String path = "/api/agent/jobs/" + running.job() + "/folders/";
        ServerClient stranger = nobody().agent(activeAgent("cert-stranger").key());
        expect(post(stranger, path + DAY + "/draft"), 404, "job_unknown");
        expect(post(agent, "/api/agent/jobs/none/folders/" + DAY + "/draft"), 404, "job_unknown");
        expect(post(agent, path + "2026-04-01/draft"), 409, "seal_refused");
        expect(post(agent, path + DAY + "/draft"), 409, "seal_refused");
        expect(post(agent, path + "docs/draft"), 409, "seal_refused");
        expect(post(agent, path + "a%2Fb/draft"), 400, "path_invalid");
    }

    private static Answer post(ServerClient agent, String path) {
        return agent.send("POST", path, BodyPublishers.noBody(), Map.of());
    }
}

package io.datasync.server.it;

import static io.datasync.server.it.Messages.zipped;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.coordinator.CompareAnswers;
import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.AgentApi;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressAnswer;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.json.JsonLimits;
import io.datasync.core.protocol.json.SealJson;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.core.protocol.seal.DraftVisitor;
import io.datasync.server.it.ServerClient.Answer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The calls of sealing as an agent makes them, and nothing else of the conversation. Keeps what was last handed in. */
final class SealingClient implements Coordinator {
    /** Where an agent has its long requests. */
    static final Path SCRATCH = Path.of(System.getProperty("java.io.tmpdir"));

    private final ServerClient agent;
    private boolean holdsBack;
    private @Nullable CertifyRequest last;

    SealingClient(ServerClient agent) {
        this.agent = agent;
    }

    /** Keeps the next certificates instead of handing them in. */
    SealingClient holdBack() {
        holdsBack = true;
        return this;
    }

    /** The last certificate. */
    CertifyRequest last() {
        return Objects.requireNonNull(last);
    }

    @Override
    public void draft(JobId job, FolderName folder, DraftVisitor visitor) throws SyncException {
        Answer answer =
                agent.send("POST", AgentApi.ofFolder(AgentApi.DRAFT, job, folder), BodyPublishers.noBody(), Map.of());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).contains(AgentApi.NDJSON);
        SealJson.readDraft(new ByteArrayInputStream(answer.body().getBytes(UTF_8)), JsonLimits.DEFAULTS, visitor);
    }

    @Override
    public CertifyAnswer certify(CertifyRequest request) throws SyncException {
        last = request.kept();
        if (holdsBack) {
            return new CertifyAnswer(1, Digest.OF_NOTHING);
        }
        Answer answer = handIn(request, request.certificate(), headers(request));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return SealJson.readCertifyAnswer(new ByteArrayInputStream(answer.body().getBytes(UTF_8)), JsonLimits.DEFAULTS);
    }

    /** The headers of a good request. */
    static Map<String, String> headers(CertifyRequest request) {
        var headers = new TreeMap<String, String>();
        headers.put("Content-Type", AgentApi.JSON);
        headers.put(AgentApi.REVISION_HEADER, Long.toString(request.folderRevision()));
        headers.put(AgentApi.SIGNATURES_HEADER, Base64.getEncoder().encodeToString(request.signatures()));
        return headers;
    }

    /** Hands in these bytes, gzipped when the headers say so. */
    Answer handIn(CertifyRequest request, byte[] certificate, Map<String, String> headers) {
        byte[] body = headers.containsKey("Content-Encoding") ? zipped(certificate) : certificate;
        return agent.send(
                "POST",
                AgentApi.ofFolder(AgentApi.CERTIFICATE, request.job(), request.folder()),
                BodyPublishers.ofByteArray(body),
                headers);
    }

    @Override
    public OpenAnswer open(OpenRequest request) {
        throw new IllegalStateException("not asked for");
    }

    @Override
    public void compare(RunId run, FencingToken token, long scanSeq, CompareLines lines, CompareAnswers answers) {
        throw new IllegalStateException("not asked for");
    }

    @Override
    public ProgressAnswer progress(RunId run, FencingToken token, ProgressRequest request) {
        throw new IllegalStateException("not asked for");
    }

    @Override
    public CompleteAnswer complete(RunId run, FencingToken token, CompleteRequest request) {
        throw new IllegalStateException("not asked for");
    }
}

package io.datasync.agent.client;

import io.datasync.core.coordinator.CompareAnswers;
import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.ErrorCode;
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
import io.datasync.core.protocol.json.CompareAnswerReader;
import io.datasync.core.protocol.json.JsonLimits;
import io.datasync.core.protocol.json.ProgressJson;
import io.datasync.core.protocol.json.RunJson;
import io.datasync.core.protocol.json.SealJson;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.core.protocol.seal.DraftVisitor;
import io.datasync.core.scratch.ScratchFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The server's rules over HTTP.
 *
 * <p>A comparison is sent in parts of bounded size, each a request of its own ({@link CompareParts}), so that memory, time and the
 * buffers on the way stay bounded whatever its length.
 */
public final class HttpCoordinator implements Coordinator {
    private static final JsonLimits LIMITS = JsonLimits.DEFAULTS;

    private final HttpCalls calls;

    /** The server behind these calls. */
    public HttpCoordinator(HttpCalls calls) {
        this.calls = calls;
    }

    @Override
    public OpenAnswer open(OpenRequest request) throws SyncException {
        RequestBody body = RequestBody.zipped(AgentApi.JSON, out -> RunJson.write(out, request));
        Map<String, String> headers =
                Map.of(AgentApi.CORRELATION_HEADER, request.run().text());
        return calls.call(
                new HttpCalls.Call("POST", AgentApi.BASE + AgentApi.RUNS, headers, true, body),
                answer -> understood(() -> RunJson.readOpenAnswer(answer, LIMITS)));
    }

    @Override
    public void compare(RunId run, FencingToken token, long scanSeq, CompareLines lines, CompareAnswers answers)
            throws SyncException {
        Map<String, String> headers = inRun(run, token);
        headers.put(AgentApi.SCAN_HEADER, Long.toString(scanSeq));
        CompareParts parts = new CompareParts(lines);
        do {
            RequestBody body = parts.next();
            calls.<Boolean>call(
                    new HttpCalls.Call("POST", AgentApi.ofRun(AgentApi.COMPARE, run), headers, true, body), answer -> {
                        CompareAnswerReader.read(answer, LIMITS, answers);
                        return true;
                    });
        } while (parts.more());
    }

    @Override
    public ProgressAnswer progress(RunId run, FencingToken token, ProgressRequest request) throws SyncException {
        RequestBody body = RequestBody.zipped(AgentApi.NDJSON, out -> ProgressJson.write(out, request));
        return calls.call(
                new HttpCalls.Call("POST", AgentApi.ofRun(AgentApi.PROGRESS, run), inRun(run, token), true, body),
                answer -> understood(() -> ProgressJson.readAnswer(answer, LIMITS)));
    }

    @Override
    public CompleteAnswer complete(RunId run, FencingToken token, CompleteRequest request) throws SyncException {
        RequestBody body = RequestBody.plain(AgentApi.JSON, out -> RunJson.write(out, request));
        return calls.call(
                new HttpCalls.Call("POST", AgentApi.ofRun(AgentApi.COMPLETE, run), inRun(run, token), true, body),
                answer -> understood(() -> RunJson.readCompleteAnswer(answer, LIMITS)));
    }

    @Override
    public void draft(JobId job, FolderName folder, DraftVisitor visitor) throws SyncException {
        calls.<Boolean>call(
                new HttpCalls.Call(
                        "POST", AgentApi.ofFolder(AgentApi.DRAFT, job, folder), Map.of(), true, RequestBody.NONE),
                answer -> {
                    SealJson.readDraft(answer, LIMITS, visitor);
                    return true;
                });
    }

    @Override
    public CertifyAnswer certify(CertifyRequest request) throws SyncException {
        Map<String, String> headers = Map.of(
                AgentApi.REVISION_HEADER,
                Long.toString(request.folderRevision()),
                AgentApi.SIGNATURES_HEADER,
                Base64.getEncoder().encodeToString(request.signatures()));
        Spool spool = calls.spool();
        try {
            RequestBody body = RequestBody.zipped(AgentApi.JSON, spool, out -> {
                try (InputStream json = request.content().open()) {
                    json.transferTo(out);
                }
            });
            return calls.call(
                    new HttpCalls.Call(
                            "POST",
                            AgentApi.ofFolder(AgentApi.CERTIFICATE, request.job(), request.folder()),
                            headers,
                            true,
                            body),
                    answer -> understood(() -> SealJson.readCertifyAnswer(answer, LIMITS)));
        } catch (IOException e) {
            throw ScratchFile.failure(e);
        } finally {
            spool.discard();
        }
    }

    private static Map<String, String> inRun(RunId run, FencingToken token) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(AgentApi.CORRELATION_HEADER, run.text());
        headers.put(AgentApi.TOKEN_HEADER, token.toString());
        return headers;
    }

    /** Reads a document. */
    @FunctionalInterface
    interface Document<T> {
        T read() throws SyncException;
    }

    /** An answer that is none of ours, such as the page of a proxy, is the server's failure and may pass. */
    static <T> T understood(Document<T> document) throws SyncException {
        try {
            return document.read();
        } catch (SyncException e) {
            throw new SyncException(
                    ErrorCode.SERVER_ERROR, true, "The server's answer cannot be understood: " + e.getMessage(), e);
        }
    }
}

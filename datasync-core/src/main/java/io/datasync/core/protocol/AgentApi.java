package io.datasync.core.protocol;

import io.datasync.core.certificate.CertificateId;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;

/**
 * Where and how agents and server talk over HTTP (API-6): paths, headers and types of bodies, for both sides.
 *
 * <p>Bodies are JSON, lists of entries are NDJSON; both may be gzipped both ways ({@code Content-Encoding}). Refusals are
 * {@link Problem}s. Paths stand without {@link #BASE}, so that they serve as templates too.
 */
public final class AgentApi {
    /** What stands before every path. */
    public static final String BASE = "/api";

    /** {@code POST RegisterRequest -> RegisterAnswer}, without a key. */
    public static final String REGISTER = "/agent/register";

    /** {@code GET -> EnrolmentAnswer}, with the key that waits for approval. */
    public static final String ENROLMENT = "/agent/enrolment";

    /** {@code POST Heartbeat -> HeartbeatAnswer}. */
    public static final String HEARTBEAT = "/agent/heartbeat";

    /** {@code GET -> JobList}. */
    public static final String JOBS = "/agent/jobs";

    /** {@code POST OpenRequest -> OpenAnswer}. */
    public static final String RUNS = "/agent/runs";

    /** The variable in the templates of a run's paths. */
    public static final String RUN_VARIABLE = "runId";

    /** {@code POST} lines of a comparison, NDJSON both ways. */
    public static final String COMPARE = "/agent/runs/{runId}/compare";

    /** {@code POST ProgressRequest -> ProgressAnswer}, the request as NDJSON. */
    public static final String PROGRESS = "/agent/runs/{runId}/progress";

    /** {@code POST CompleteRequest -> CompleteAnswer}. */
    public static final String COMPLETE = "/agent/runs/{runId}/complete";

    /** {@code POST -> } the draft of a folder's certificate, NDJSON. */
    public static final String DRAFT = "/agent/jobs/{jobId}/folders/{folder}/draft";

    /** {@code POST} the bytes of a certificate {@code -> CertifyAnswer}; its signatures and the folder's revision are headers. */
    public static final String CERTIFICATE = "/agent/jobs/{jobId}/folders/{folder}/certificate";

    /** The bytes of a certificate's signature file, in base64. */
    public static final String SIGNATURES_HEADER = "X-Datasync-Signatures";

    /** The folder's revision that the draft named. */
    public static final String REVISION_HEADER = "X-Datasync-Folder-Revision";

    /** The fencing token, with every message inside a run (RUN-2). */
    public static final String TOKEN_HEADER = "X-Datasync-Token";

    /** The number of the scan that is compared (D-21). */
    public static final String SCAN_HEADER = "X-Datasync-Scan";

    /** The correlation id; inside a run it is the run id (RUN-3). */
    public static final String CORRELATION_HEADER = "X-Correlation-Id";

    /** One JSON document. */
    public static final String JSON = "application/json";

    /** One JSON document a line, the last of them {@code {"end":n}}. */
    public static final String NDJSON = "application/x-ndjson";

    /** A refusal (RFC 9457). */
    public static final String PROBLEM_JSON = "application/problem+json";

    /** The one content coding, beside none. */
    public static final String GZIP = "gzip";

    private AgentApi() {}

    /**
     * The whole path of a template for one date folder of a job, whose name needs no escapes.
     *
     * @throws IllegalArgumentException for another folder
     */
    public static String ofFolder(String template, JobId job, FolderName folder) {
        if (!CertificateId.isCertifiable(folder)) {
            throw new IllegalArgumentException("Not a date folder: " + folder);
        }
        return BASE + template.replace("{jobId}", job.text()).replace("{folder}", folder.text());
    }

    /** The whole path of a template for one run. */
    public static String ofRun(String template, RunId run) {
        return BASE + template.replace("{" + RUN_VARIABLE + "}", run.text());
    }
}

package io.datasync.core.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.datasync.core.balance.Balance;
import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.FolderClaim;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.seal.FolderListing;
import io.datasync.core.protocol.seal.FolderListings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a run begins and ends: the documents of {@code open} and {@code complete}. */
public final class RunJson {
    private RunJson() {}

    /** Writes {@code {runId, jobId, scanSeq, startedOffline, continues?, highestToken, folders: [{name, count, bytes, digest}], sealed?}}. */
    public static void write(OutputStream out, OpenRequest request) throws IOException {
        JsonWriting.document(out, json -> {
            json.writeStringField("runId", request.run().text());
            json.writeStringField("jobId", request.job().text());
            json.writeNumberField("scanSeq", request.scanSeq());
            json.writeBooleanField("startedOffline", request.startedOffline());
            JsonWriting.optional(json, "continues", request.continues());
            json.writeStringField("highestToken", request.highestToken().toString());
            json.writeArrayFieldStart("folders");
            for (FolderClaim claim : request.folders()) {
                json.writeStartObject();
                json.writeStringField("name", claim.folder().text());
                json.writeNumberField("count", claim.atSource().count());
                json.writeNumberField("bytes", claim.atSource().bytes());
                json.writeStringField("digest", claim.atSource().sum().hex());
                json.writeEndObject();
            }
            json.writeEndArray();
            if (!request.sealed().equals(OpenRequest.NOTHING_SEALED)) {
                json.writeStringField("sealed", request.sealed().hex());
            }
        });
    }

    /** Reads what {@link #write(OutputStream, OpenRequest)} wrote, folder by folder; without {@code sealed} the agent takes none for sealed. */
    public static OpenRequest readOpenRequest(InputStream in, JsonLimits limits) throws SyncException {
        List<FolderClaim> claims = new ArrayList<>();
        JsonElements folders =
                new JsonElements("folders", OpenRequest.FOLDERS_MAX, element -> claims.add(claim(element)));
        JsonFields fields = JsonReading.document(in, limits.openBytesMax(), folders);
        if (!fields.has("folders")) {
            throw fields.malformed("folders", "missing");
        }
        return new OpenRequest(
                fields.parsed("runId", RunId::parse),
                fields.parsed("jobId", JobId::parse),
                EntryJson.scanSeq(fields),
                fields.flag("startedOffline"),
                fields.optional("continues", RunId::parse),
                fields.parsed("highestToken", FencingToken::parse),
                claims,
                fields.optional("sealed", Digest::parse).orElse(OpenRequest.NOTHING_SEALED));
    }

    private static FolderClaim claim(JsonFields fields) throws SyncException {
        return new FolderClaim(
                fields.parsed("name", FolderName::parse),
                new SetSummary(fields.count("count"), fields.count("bytes"), fields.parsed("digest", Digest::parse)));
    }

    /** Writes {@code {token, leaseSeconds, scanSeq, sealed?: [name], differing: [name]}}. */
    public static void write(OutputStream out, OpenAnswer answer) throws IOException {
        JsonWriting.document(out, json -> {
            json.writeStringField("token", answer.token().toString());
            json.writeNumberField("leaseSeconds", answer.lease().toSeconds());
            json.writeNumberField("scanSeq", answer.scanSeq());
            if (answer.sealed().isPresent()) {
                names(json, "sealed", answer.sealed().get());
            }
            names(json, "differing", answer.differing());
        });
    }

    private static void names(JsonGenerator json, String field, List<FolderName> folders) throws IOException {
        json.writeArrayFieldStart(field);
        for (FolderName folder : folders) {
            json.writeString(folder.text());
        }
        json.writeEndArray();
    }

    /** Reads what {@link #write(OutputStream, OpenAnswer)} wrote. */
    public static OpenAnswer readOpenAnswer(InputStream in, JsonLimits limits) throws SyncException {
        JsonFields fields = JsonReading.document(in, limits.openBytesMax());
        // The index may have folders that the claim did not name.
        int foldersMax = 2 * OpenRequest.FOLDERS_MAX;
        return new OpenAnswer(
                fields.parsed("token", FencingToken::parse),
                fields.seconds("leaseSeconds"),
                EntryJson.scanSeq(fields),
                fields.has("sealed")
                        ? Optional.of(fields.texts("sealed", foldersMax, FolderName::parse))
                        : Optional.empty(),
                fields.texts("differing", foldersMax, FolderName::parse));
    }

    /**
     * Writes {@code {balance: {seen, verified, inFlight, excluded, failed, lost}, incompleteFolders, uploaded, uploadedBytes,
     * failure?, held?, renamed?, listings?: [{folder, outstanding}], unsettled?: [name], whole?,
     * scanAgeSeconds?}}; the counts of a mass change and the listings only
     * where there are any. The age is rounded up.
     */
    public static void write(OutputStream out, CompleteRequest request) throws IOException {
        JsonWriting.document(out, json -> {
            Balance balance = request.balance();
            json.writeObjectFieldStart("balance");
            json.writeNumberField("seen", balance.seen());
            json.writeNumberField("verified", balance.verified());
            json.writeNumberField("inFlight", balance.inFlight());
            json.writeNumberField("excluded", balance.excluded());
            json.writeNumberField("failed", balance.failed());
            json.writeNumberField("lost", balance.lost());
            json.writeEndObject();
            json.writeNumberField("incompleteFolders", request.incompleteFolders());
            json.writeNumberField("uploaded", request.uploaded());
            json.writeNumberField("uploadedBytes", request.uploadedBytes());
            JsonWriting.optional(json, "failure", request.failure().map(ErrorCode::text));
            if (request.massChange()) {
                json.writeNumberField("held", request.held());
                json.writeNumberField("renamed", request.renamed());
            }
            if (!request.listings().equals(FolderListings.NONE)) {
                json.writeArrayFieldStart("listings");
                for (FolderListing listing : request.listings().folders()) {
                    json.writeStartObject();
                    json.writeStringField("folder", listing.folder().text());
                    json.writeNumberField("outstanding", listing.outstanding());
                    json.writeEndObject();
                }
                json.writeEndArray();
                if (!request.listings().unsettled().isEmpty()) {
                    names(json, "unsettled", request.listings().unsettled());
                }
                if (request.listings().whole()) {
                    json.writeBooleanField("whole", true);
                }
                json.writeNumberField(
                        "scanAgeSeconds", secondsUp(request.listings().scanAge()));
            }
        });
    }

    /** Never a shorter time than it was: that is the safe side both of a scan's age and of a time to wait. */
    private static long secondsUp(Duration time) {
        return time.plusNanos(999_999_999).toSeconds();
    }

    /**
     * Reads what {@link #write(OutputStream, CompleteRequest)} wrote; without listings it says nothing of single folders.
     *
     * @throws SyncException also {@code BALANCE_BROKEN} (I-6)
     */
    public static CompleteRequest readCompleteRequest(InputStream in, JsonLimits limits) throws SyncException {
        JsonFields fields = JsonReading.document(in, limits.documentBytesMax());
        JsonFields counts = fields.object("balance");
        Balance balance = Balance.check(
                counts.count("seen"),
                counts.count("verified"),
                counts.count("inFlight"),
                counts.count("excluded"),
                counts.count("failed"),
                counts.count("lost"));
        long held = fields.has("held") ? fields.count("held") : 0;
        if (held > balance.failed()) {
            throw fields.malformed("held", "more than failed");
        }
        return new CompleteRequest(
                balance,
                fields.count("incompleteFolders"),
                fields.count("uploaded"),
                fields.count("uploadedBytes"),
                fields.optional("failure", RunJson::code),
                held,
                fields.has("renamed") ? fields.count("renamed") : 0,
                fields.has("listings") ? listings(fields) : FolderListings.NONE);
    }

    private static FolderListings listings(JsonFields fields) throws SyncException {
        List<FolderListing> listings = new ArrayList<>();
        for (JsonFields listing : fields.objects("listings", FolderListings.MAX)) {
            listings.add(new FolderListing(listing.parsed("folder", FolderName::parse), listing.count("outstanding")));
        }
        return new FolderListings(
                listings,
                fields.has("unsettled") ? fields.texts("unsettled", FolderListings.MAX, FolderName::parse) : List.of(),
                fields.has("whole") && fields.flag("whole"),
                fields.seconds("scanAgeSeconds"));
    }

    static ErrorCode code(String text) throws SyncException {
        return ErrorCode.ofText(text).orElseThrow(() -> JsonReading.malformed("", "not a known code", null));
    }

    /** Writes {@code {state, toSeal?: [name], nextSealInSeconds?}}. */
    public static void write(OutputStream out, CompleteAnswer answer) throws IOException {
        JsonWriting.document(out, json -> {
            json.writeStringField("state", answer.state().text());
            if (!answer.toSeal().isEmpty()) {
                names(json, "toSeal", answer.toSeal());
            }
            if (answer.nextSealIn().isPresent()) {
                json.writeNumberField(
                        "nextSealInSeconds", secondsUp(answer.nextSealIn().get()));
            }
        });
    }

    /** Reads what {@link #write(OutputStream, CompleteAnswer)} wrote. */
    public static CompleteAnswer readCompleteAnswer(InputStream in, JsonLimits limits) throws SyncException {
        JsonFields fields = JsonReading.document(in, limits.documentBytesMax());
        RunState state = fields.parsed("state", text -> EntryJson.named(RunState.class, text));
        if (state.alive()) {
            throw fields.malformed("state", "not a terminal state");
        }
        return new CompleteAnswer(
                state,
                fields.has("toSeal")
                        ? fields.texts("toSeal", CompleteAnswer.TO_SEAL_MAX, FolderName::parse)
                        : List.of(),
                fields.has("nextSealInSeconds") ? Optional.of(fields.seconds("nextSealInSeconds")) : Optional.empty());
    }
}

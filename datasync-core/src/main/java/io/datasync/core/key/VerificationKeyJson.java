package io.datasync.core.key;

import io.datasync.core.canonical.CanonicalReader;
import io.datasync.core.canonical.CanonicalWriter;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunnerId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/** The bytes of {@code .datasync/keys/<keyId>.json}, in the one form of {@code docs/reference/certificates.md}. */
public final class VerificationKeyJson {
    /** The longest file that is read, in bytes. */
    public static final int BYTES_MAX = 4 << 10;

    private static final String HEAD = "{\n\"format\":\"datasync-key-1\",\n\"keyId\":";
    private static final int SHORT = 128;

    private VerificationKeyJson() {}

    /**
     * Writes a key.
     *
     * @throws IllegalArgumentException for a time outside the years 1 to 9999
     */
    public static byte[] write(VerificationKey key) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CanonicalWriter out = new CanonicalWriter(bytes);
        try {
            out.literal(HEAD).text(key.keyId().text());
            out.literal(",\n\"use\":").text(key.use().text());
            out.literal(",\n\"runner\":");
            optional(out, key.runner().map(RunnerId::text));
            out.literal(",\n\"publicKey\":").text(key.publicKey());
            out.literal(",\n\"validFrom\":").instant(key.validFrom());
            out.literal(",\n\"validUntil\":");
            if (key.validUntil().isPresent()) {
                out.instant(key.validUntil().get());
            } else {
                out.literal("null");
            }
            out.literal("\n}\n");
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be written", e);
        }
        return bytes.toByteArray();
    }

    private static void optional(CanonicalWriter out, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            out.text(text.get());
        } else {
            out.literal("null");
        }
    }

    /**
     * Reads a key.
     *
     * @throws SyncException {@code KEY_MALFORMED} for anything that {@link #write} does not give
     */
    public static VerificationKey read(byte[] bytes) throws SyncException {
        CanonicalReader in = new CanonicalReader(
                new ByteArrayInputStream(bytes), BYTES_MAX, ErrorCode.KEY_MALFORMED, "The public key");
        try {
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be read", e);
        }
    }

    private static VerificationKey read(CanonicalReader in) throws IOException, SyncException {
        in.literal(HEAD);
        KeyId id = in.parsed(SHORT, KeyId::parse);
        in.literal(",\n\"use\":");
        KeyUse use = in.parsed(SHORT, KeyUse::parse);
        in.literal(",\n\"runner\":");
        Optional<RunnerId> runner = in.isNull() ? Optional.empty() : Optional.of(in.parsed(SHORT, RunnerId::parse));
        if (runner.isPresent() != (use == KeyUse.AGENT)) {
            throw in.refused("only the key of an agent is that of a runner", null);
        }
        in.literal(",\n\"publicKey\":");
        String publicKey = in.parsed(SHORT, VerificationKeyJson::publicKey);
        in.literal(",\n\"validFrom\":");
        Instant validFrom = in.instant();
        in.literal(",\n\"validUntil\":");
        Optional<Instant> validUntil = in.isNull() ? Optional.empty() : Optional.of(in.instant());
        in.literal("\n}\n");
        in.end();
        VerificationKey key = new VerificationKey(use, runner, publicKey, validFrom, validUntil);
        if (!key.keyId().equals(id)) {
            throw in.refused("it is not the key " + id + " but " + key.keyId(), null);
        }
        return key;
    }

    private static String publicKey(String text) throws SyncException {
        PublicKeyForm.parse(text);
        return text;
    }
}

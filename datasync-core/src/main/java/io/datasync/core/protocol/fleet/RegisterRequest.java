package io.datasync.core.protocol.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.digest.Digest;
import io.datasync.core.lease.RunnerId;
import java.util.Optional;

/**
 * A PC asks to become a runner (AGT-1). Repeating it gives the same answer.
 *
 * <p>The agent made both its Ed25519 key pair and its API key; of the latter it sends only the SHA-256, so that a lost answer does no harm
 * (D-27).
 *
 * @param wanted the id that its configuration asks for: a replaced PC comes back as the same runner
 * @param host the PC's name, at most {@value #TEXT_MAX} characters on one line, as {@code fingerprint}, {@code os} and
 *     {@code agentVersion}
 * @param fingerprint of the machine, by which a cloned disk is noticed
 * @param os name and version
 * @param agentVersion up to four numbers with dots, and what follows them
 * @param publicKey the X.509 form of its Ed25519 key, in base64
 * @param keySha256 the SHA-256 of its API key
 * @param proof the Ed25519 signature of {@link #signed}, in base64, which shows that it holds the private key
 */
public record RegisterRequest(
        Optional<RunnerId> wanted,
        String host,
        String fingerprint,
        String os,
        String agentVersion,
        String publicKey,
        Digest keySha256,
        String proof) {
    /** The longest text of a field. */
    public static final int TEXT_MAX = 255;

    /** The longest public key and the longest proof, in bytes. */
    public static final int KEY_BYTES_MAX = 512;

    /**
     * The bytes that {@code proof} signs: in UTF-8, one line each, ended by a line feed: {@code datasync register 1}, the wanted id or
     * nothing, host, fingerprint, os, agent version, the public key in base64, the SHA-256 of the API key in hexadecimal.
     */
    public byte[] signed() {
        return String.join(
                        "\n",
                        "datasync register 1",
                        wanted.map(RunnerId::text).orElse(""),
                        host,
                        fingerprint,
                        os,
                        agentVersion,
                        publicKey,
                        keySha256.hex(),
                        "")
                .getBytes(UTF_8);
    }

    /** The same with a signature. */
    public RegisterRequest with(String newProof) {
        return new RegisterRequest(wanted, host, fingerprint, os, agentVersion, publicKey, keySha256, newProof);
    }
}

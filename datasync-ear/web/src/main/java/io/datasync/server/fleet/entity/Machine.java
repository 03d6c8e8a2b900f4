package io.datasync.server.fleet.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** What a PC says of itself when it registers. */
@Embeddable
public class Machine {
    private String host;
    private String fingerprint;
    private String os;

    @Column(name = "agent_version")
    private String agentVersion;

    @Column(name = "public_key")
    private String publicKey;

    /** For JPA, which fills the fields itself. */
    @SuppressWarnings("NullAway.Init")
    protected Machine() {}

    /** A machine; the public key is the X.509 form in base64. */
    public Machine(String host, String fingerprint, String os, String agentVersion, String publicKey) {
        this.host = host;
        this.fingerprint = fingerprint;
        this.os = os;
        this.agentVersion = agentVersion;
        this.publicKey = publicKey;
    }

    /** The name of the PC. */
    public String host() {
        return host;
    }

    /** The X.509 form of its Ed25519 key, in base64. */
    public String publicKey() {
        return publicKey;
    }

    /** The same for another row. */
    Machine copy() {
        return new Machine(host, fingerprint, os, agentVersion, publicKey);
    }
}

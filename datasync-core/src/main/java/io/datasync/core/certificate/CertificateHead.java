package io.datasync.core.certificate;

import io.datasync.core.canonical.CanonicalReader;
import io.datasync.core.key.KeyId;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a certificate says before its entries.
 *
 * @param previous the certificate that it follows; empty for the first one of a folder
 * @param zone the IANA time zone in which the folder's day was judged, as text: a reader need not know it
 * @param issuedAt by the agent's clock, in the years 1 to 9999: told for people, and trusted by nobody
 * @param key the agent's device key, which signs it
 */
public record CertificateHead(
        CertificateId id, Optional<Predecessor> previous, String zone, Instant issuedAt, KeyId key) {
    private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9+-][A-Za-z0-9_+/:-]{0,63}");

    public CertificateHead {
        if (!isZone(zone)) {
            throw new IllegalArgumentException("Not a time zone: " + zone);
        }
        if (!follows(id, previous)) {
            throw new IllegalArgumentException("Revision " + id.revision() + " cannot follow " + previous);
        }
        if (!CanonicalReader.isInstant(issuedAt)) {
            throw new IllegalArgumentException("Not a time of the years 1 to 9999: " + issuedAt);
        }
    }

    static boolean isZone(String text) {
        return ZONE.matcher(text).matches();
    }

    static boolean follows(CertificateId id, Optional<Predecessor> previous) {
        return previous.map(before -> before.revision() < id.revision()).orElse(true);
    }
}

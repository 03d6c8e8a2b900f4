package io.datasync.core.identity.enrolment;

import io.datasync.core.digest.Digest;
import io.datasync.core.lease.RunnerId;

/**
 * A key that was registered before.
 *
 * @param keySha256 the SHA-256 of the API key, which is all that is known of it
 * @param publicKey the device key that came with it, in base64
 * @param runner whose key it is or wants to be
 * @param standing what may be done with it
 * @param replaces whether the runner had another key when this one came
 */
public record KnownKey(Digest keySha256, String publicKey, RunnerId runner, KeyStanding standing, boolean replaces) {}

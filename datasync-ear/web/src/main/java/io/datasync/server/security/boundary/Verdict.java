package io.datasync.server.security.boundary;

import io.datasync.server.platform.problem.Problem;
import io.datasync.server.security.control.CallerIdentity;
import jakarta.servlet.ServletRequest;
import java.util.Optional;

/**
 * What authentication found, kept in the request for the filter that follows.
 *
 * @param caller who it is; empty for nobody
 * @param refusal why what the request carried is not accepted; empty when it is, or when it carried nothing
 */
record Verdict(Optional<CallerIdentity> caller, Optional<Problem> refusal) {
    private static final String ATTRIBUTE = Verdict.class.getName();

    static Verdict anonymous() {
        return new Verdict(Optional.empty(), Optional.empty());
    }

    static Verdict of(CallerIdentity caller) {
        return new Verdict(Optional.of(caller), Optional.empty());
    }

    static Verdict refused(Problem problem) {
        return new Verdict(Optional.empty(), Optional.of(problem));
    }

    void keepIn(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    static Verdict of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Verdict verdict ? verdict : anonymous();
    }
}

package io.datasync.server.security.boundary;

import io.datasync.server.platform.problem.Correlation;
import io.datasync.server.security.audit.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;

/**
 * The one authentication mechanism (D-33): what the request carries decides how it is judged, nothing carried is anonymous.
 *
 * <p>It runs before all filters. A refusal is therefore only noted here and answered by {@link AdmissionFilter}, with the headers
 * and the problem document that every answer has.
 */
@ApplicationScoped
public class RequestAuthentication implements HttpAuthenticationMechanism {
    @Inject
    private Authenticator authenticator;

    @Inject
    private Correlation correlation;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        correlation.begin(request);
        Credential credential = Credential.in(values(request, "Authorization"), values(request, "X-CI-Secret"));
        Verdict verdict = authenticator.judge(credential, Caller.of(request));
        verdict.keepIn(request);
        return verdict.caller()
                .map(caller -> context.notifyContainerAboutLogin(caller.name(), caller.roles()))
                .orElseGet(context::doNothing);
    }

    private static List<String> values(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header));
    }
}

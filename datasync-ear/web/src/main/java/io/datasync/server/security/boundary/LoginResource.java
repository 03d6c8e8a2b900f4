package io.datasync.server.security.boundary;

import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.problem.ProblemException;
import io.datasync.server.security.audit.Caller;
import io.datasync.server.security.control.Logins;
import io.datasync.server.security.control.Random256;
import io.datasync.server.security.control.Roles;
import io.datasync.server.security.control.Users;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Logging in and out (SEC-2). */
@Path("admin")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class LoginResource {
    @Inject
    private Logins logins;

    @Inject
    private Users users;

    /** What is typed. */
    public record Login(@Nullable String user, @Nullable String password) {}

    /** What is needed afterwards: {@code Authorization: Bearer <token>}, until it expires. */
    public record Session(String token, String expiresAt, List<String> roles) {}

    /** Begins a session. */
    @POST
    @Path("login")
    @PermitAll
    public Session logIn(@Nullable Login login, @Context HttpServletRequest request) throws SyncException {
        if (login == null
                || login.user() == null
                || login.password() == null
                || login.user().length() > 64
                || login.password().length() > 200) {
            throw ProblemException.invalid("A login is {\"user\":\"...\",\"password\":\"...\"}.");
        }
        Logins.Session session = logins.logIn(login.user(), login.password(), Caller.of(request));
        return new Session(session.token(), session.expiresAt().toString(), session.roles());
    }

    /** Ends the session whose token the request carries. */
    @POST
    @Path("logout")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(Roles.VIEWER)
    public void logOut(@Context HttpServletRequest request) throws SyncException {
        String token =
                request.getHeader("Authorization").substring("Bearer ".length()).strip();
        Caller caller = Caller.of(request);
        users.logOut(Random256.digest(token), caller.did("user.logout", caller.name()));
    }
}

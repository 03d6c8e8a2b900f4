package io.datasync.server.security.boundary;

import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.datasource.SqlTime;
import io.datasync.server.platform.problem.ProblemException;
import io.datasync.server.security.audit.Caller;
import io.datasync.server.security.control.Logins;
import io.datasync.server.security.control.Roles;
import io.datasync.server.security.control.Users;
import io.datasync.server.security.entity.UserAccount;
import io.datasync.server.security.entity.UserRole;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDateTime;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The people who may log in (SEC-2). Passwords are made by the server and shown in one answer only. */
@Path("admin/users")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
public class UserResource {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");

    @Inject
    private Logins logins;

    @Inject
    private Users users;

    /** A user to be made. */
    public record NewUser(@Nullable String name, @Nullable String role) {}

    /** The one answer that shows a password. */
    public record Password(String name, String password) {}

    /** A user as listed. */
    public record Listed(
            String name,
            String role,
            String createdAt,
            String passwordAt,
            @Nullable String lastLoginAt) {}

    /** All users. */
    @GET
    public List<Listed> list() {
        return users.all().stream().map(UserResource::listed).toList();
    }

    /** Makes a user. */
    @POST
    public Response create(@Nullable NewUser user, @Context HttpServletRequest request) throws SyncException {
        if (user == null || user.name() == null || !NAME.matcher(user.name()).matches()) {
            throw ProblemException.invalid(
                    "name must be 1 to 64 small letters, digits, dots, hyphens, underscores or @.");
        }
        String password = logins.create(user.name(), role(user.role()), Caller.of(request));
        return Response.status(201).entity(new Password(user.name(), password)).build();
    }

    /** Makes a new password; the user's sessions end. */
    @POST
    @Path("{name}/new-password")
    @Consumes(MediaType.WILDCARD)
    public Password newPassword(@PathParam("name") String name, @Context HttpServletRequest request)
            throws SyncException {
        return new Password(name, logins.newPassword(name, Caller.of(request)));
    }

    private static UserRole role(@Nullable String text) {
        for (UserRole role : UserRole.values()) {
            if (role.text().equals(text)) {
                return role;
            }
        }
        throw ProblemException.invalid("role must be viewer, operator or admin.");
    }

    private static Listed listed(UserAccount user) {
        LocalDateTime lastLogin = user.lastLoginAt();
        return new Listed(
                user.name(),
                user.role().text(),
                SqlTime.toInstant(user.createdAt()).toString(),
                SqlTime.toInstant(user.passwordAt()).toString(),
                lastLogin == null ? null : SqlTime.toInstant(lastLogin).toString());
    }
}

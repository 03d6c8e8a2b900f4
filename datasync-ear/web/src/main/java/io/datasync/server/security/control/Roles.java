package io.datasync.server.security.control;

/** The roles that endpoints ask for; {@code web.xml} must name each, or Payara ignores it. */
public final class Roles {
    /** A person who looks. */
    public static final String VIEWER = "viewer";

    /** A person who works; has {@link #VIEWER} as well. */
    public static final String OPERATOR = "operator";

    /** A person who decides; has {@link #OPERATOR} as well. */
    public static final String ADMIN = "admin";

    /** A pipeline with the CI secret. */
    public static final String CI = "ci";

    /** An approved runner; the caller's name is its id. */
    public static final String AGENT = "agent";

    /** A runner that waits for approval; the caller's name is its id. It may ask how far that is, nothing else. */
    public static final String ENROLLING = "enrolling";

    private Roles() {}
}

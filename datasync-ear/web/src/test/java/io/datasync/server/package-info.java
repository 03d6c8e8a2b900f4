/** Tests of the built WAR on Payara Micro. Read {@link io.datasync.server.ServerIT} first. */
@NullMarked
package io.datasync.server;

import org.jspecify.annotations.NullMarked;

/** Tests of the built WAR on Payara Micro. Read {@link io.datasync.server.it.ServerIT} first. */
@NullMarked
package io.datasync.server.it;

import org.jspecify.annotations.NullMarked;

/** Tests of the server as a whole: what its classes may use, and the built WAR on Payara Micro. */
@NullMarked
package io.datasync.server;

import org.jspecify.annotations.NullMarked;

/** What a server plays to itself before its first client comes, so that the client meets compiled code. */
@NullMarked
package dev.caraway.server.rehearsal;

import org.jspecify.annotations.NullMarked;

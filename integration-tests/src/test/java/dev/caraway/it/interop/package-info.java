/** Stories with real SPICE clients, which the tests start and drive as a person would. */
@NullMarked
package dev.caraway.it.interop;

import org.jspecify.annotations.NullMarked;

package dev.caraway.server.guest;

/**
 * What a guest shows, from one of two producers: a {@linkplain FramebufferSource frame buffer} whose changes are
 * reported, or {@linkplain CommandSource drawing commands} as a QXL device emits them.
 */
public sealed interface DisplaySource permits FramebufferSource, CommandSource {}

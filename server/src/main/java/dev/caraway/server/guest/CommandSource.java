package dev.caraway.server.guest;

/** A guest that draws with commands, as a QXL driver does. */
public non-sealed interface CommandSource extends DisplaySource {

    /** Called once, before the first client can connect. The guest keeps {@code display} and draws on it. */
    void attach(CommandDisplay display);
}

package dev.caraway.protocol.display;

import dev.caraway.protocol.ServerMessage;

/**
 * What a display channel's server says of surfaces, monitors and caches.
 *
 * <p>Drawing and streams are families of their own, sealed by their packages; {@link DisplayServerOpcode} decodes all
 * three.
 */
public sealed interface DisplayServerMessage extends ServerMessage
        permits Mode,
                Mark,
                Reset,
                InvalList,
                InvalAllPixmaps,
                InvalPalette,
                InvalAllPalettes,
                SurfaceCreate,
                SurfaceDestroy,
                MonitorsConfig,
                GlScanoutUnix,
                GlDraw,
                QualityIndicator {}

package dev.caraway.codecs.jpeg;

/** How much of the colour a JPEG keeps beside the brightness. */
public enum JpegSampling {
    /** 4:2:0, one colour for two by two pixels: for pictures and video. */
    FOUR_TWO_ZERO(16, 4),
    /** 4:4:4, a colour for each pixel: twice the work, and coloured text stays sharp. */
    FOUR_FOUR_FOUR(8, 1);

    private final int mcuPixels;
    private final int brightnessBlocks;

    JpegSampling(int mcuPixels, int brightnessBlocks) {
        this.mcuPixels = mcuPixels;
        this.brightnessBlocks = brightnessBlocks;
    }

    /** The width and height of a minimum coded unit: 16 or 8 pixels. */
    public int mcuPixels() {
        return mcuPixels;
    }

    /** The blocks of brightness in a minimum coded unit, side by side and from the top; one of each colour follows. */
    int brightnessBlocks() {
        return brightnessBlocks;
    }

    int blocksPerMcu() {
        return brightnessBlocks + 2;
    }

    /** The blocks side by side in a minimum coded unit. */
    int blocksAcross() {
        return mcuPixels / 8;
    }
}

package dev.caraway.codecs.glz;

import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.pixel.Rasters;
import dev.caraway.codecs.pixel.Rasters.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Rasters as a server sees them: of all sizes and true-colour formats, and much of it seen before. */
final class Sequence {

    static final PixelFormat[] FORMATS = {
        PixelFormat.RGB16_555, PixelFormat.RGB24, PixelFormat.XRGB32, PixelFormat.RGBA32
    };

    private static final int REMEMBERED = 8;

    private final Random random;
    private final int sideMax;
    private final List<Raster> earlier = new ArrayList<>();

    /** @param sideMax the greatest width and height; squared it must be below the window */
    Sequence(long seed, int sideMax) {
        this.random = new Random(seed);
        this.sideMax = sideMax;
    }

    Raster next() {
        if (!earlier.isEmpty() && random.nextInt(3) == 0) {
            return partOfEarlier();
        }
        PixelFormat format = one(FORMATS);
        Look look = one(Look.values());
        LineOrder lineOrder = one(LineOrder.values());
        int gap = random.nextInt(3) * 5;
        Raster raster = Rasters.generate(look, format, side(), side(), gap, lineOrder, random.nextInt(3));
        if (earlier.size() == REMEMBERED) {
            earlier.remove(0);
        }
        earlier.add(raster);
        return raster;
    }

    private Raster partOfEarlier() {
        Raster raster = earlier.get(random.nextInt(earlier.size()));
        int x = random.nextInt(raster.width());
        int y = random.nextInt(raster.height());
        return raster.part(x, y, 1 + random.nextInt(raster.width() - x), 1 + random.nextInt(raster.height() - y));
    }

    private <T> T one(T[] choice) {
        return choice[random.nextInt(choice.length)];
    }

    private int side() {
        return 1 + random.nextInt(1 + random.nextInt(sideMax));
    }
}

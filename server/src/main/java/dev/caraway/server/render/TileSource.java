package dev.caraway.server.render;

/** An image repeated in both directions. */
final class TileSource implements RowSource {

    private final SourceImage tile;
    private final int x;
    private final int y;
    private final boolean isOpaque;

    /**
     * @param x a column of the target at which a repetition begins
     * @param y a row of the target at which a repetition begins
     * @param isOpaque whether pixels of a tile without alpha come with full alpha
     */
    TileSource(SourceImage tile, int x, int y, boolean isOpaque) {
        this.tile = tile;
        this.x = Math.floorMod(x, tile.width());
        this.y = Math.floorMod(y, tile.height());
        this.isOpaque = isOpaque && !tile.hasAlpha();
    }

    @Override
    public void read(int row, int left, int right, int[] into) {
        int tileY = Math.floorMod(row - y, tile.height());
        int tileX = Math.floorMod(left - x, tile.width());
        int count = right - left;
        int done = 0;
        while (done < count) {
            int step = Math.min(tile.width() - tileX, count - done);
            tile.read(tileX, tileY, into, done, step);
            done += step;
            tileX = 0;
        }
        if (isOpaque) {
            for (int i = 0; i < count; i++) {
                into[i] |= Words.ALPHA;
            }
        }
    }
}

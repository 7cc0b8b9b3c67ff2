package dev.caraway.server.render;

/** An image laid under the target without change of size; it lies under every pixel that is asked for. */
final class OffsetSource implements RowSource {

    private final SourceImage image;
    private final int dx;
    private final int dy;
    private final boolean isOpaque;

    /**
     * @param dx from a target's column to the image's
     * @param dy from a target's row to the image's
     * @param isOpaque whether pixels of an image without alpha come with full alpha
     */
    OffsetSource(SourceImage image, int dx, int dy, boolean isOpaque) {
        this.image = image;
        this.dx = dx;
        this.dy = dy;
        this.isOpaque = isOpaque && !image.hasAlpha();
    }

    @Override
    public void read(int y, int left, int right, int[] into) {
        image.read(left + dx, y + dy, into, 0, right - left);
        if (isOpaque) {
            for (int i = 0; i < right - left; i++) {
                into[i] |= Words.ALPHA;
            }
        }
    }
}

package dev.caraway.server.render;

/**
 * A convex polygon around a place in whole pixels: its corners, and for the edge that begins at each corner its
 * direction and {@code k}, which is {@code x dy - y dx} for every place on it.
 */
final class Polygon {

    /** Mitres longer than this, squared, are cut off: 1 / sin^2(11/2 degrees). */
    static final double MITRE_LIMIT = 108.856472512142;

    private final double[] x;
    private final double[] y;
    private final int[] dx;
    private final int[] dy;
    private final double[] k;

    Polygon(int corners) {
        x = new double[corners];
        y = new double[corners];
        dx = new int[corners];
        dy = new int[corners];
        k = new double[corners];
    }

    /** The same corners and edges but for the last. */
    Polygon withoutLast() {
        Polygon fewer = new Polygon(corners() - 1);
        for (int i = 0; i < fewer.corners(); i++) {
            fewer.vertex(i, x[i], y[i]);
            fewer.slope(i, dx[i], dy[i], k[i]);
        }
        return fewer;
    }

    int corners() {
        return x.length;
    }

    void vertex(int corner, double atX, double atY) {
        x[corner] = atX;
        y[corner] = atY;
    }

    void moveVertex(int corner, double byX, double byY) {
        x[corner] += byX;
        y[corner] += byY;
    }

    void slope(int corner, int edgeDx, int edgeDy, double edgeK) {
        dx[corner] = edgeDx;
        dy[corner] = edgeDy;
        k[corner] = edgeK;
    }

    void k(int corner, double edgeK) {
        k[corner] = edgeK;
    }

    double x(int corner) {
        return x[corner];
    }

    double y(int corner) {
        return y[corner];
    }

    int dx(int corner) {
        return dx[corner];
    }

    int dy(int corner) {
        return dy[corner];
    }

    double k(int corner) {
        return k[corner];
    }
}

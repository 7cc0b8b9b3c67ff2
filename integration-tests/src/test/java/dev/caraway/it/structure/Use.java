package dev.caraway.it.structure;

/**
 * One class needs another.
 *
 * @param origin the full name of the class that needs
 * @param target the full name of the class that is needed
 */
record Use(String origin, String target) {

    String originPackage() {
        return packageOf(origin);
    }

    String targetPackage() {
        return packageOf(target);
    }

    /** Whether the needing class lives in this package or below it. */
    boolean isFrom(String tree) {
        return isIn(originPackage(), tree);
    }

    /** Whether the needed class lives in this package or below it. */
    boolean isOf(String tree) {
        return isIn(targetPackage(), tree);
    }

    private static boolean isIn(String name, String tree) {
        return name.equals(tree) || name.startsWith(tree + ".");
    }

    private static String packageOf(String className) {
        return className.substring(0, Math.max(0, className.lastIndexOf('.')));
    }

    @Override
    public String toString() {
        return origin + " -> " + target;
    }
}

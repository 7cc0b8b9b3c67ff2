/* Compares pictures quickly enough to do it fifty times a second. */
#include <stddef.h>
#include <stdint.h>

/*
 * How far the farthest pixel is from where it should be: the greatest difference in blue, green or red, 0 to 255.
 * `shown` holds rows of `stride` bytes, `wanted` rows without gaps; both four bytes a pixel, the last of which does not
 * count. A negative stride goes upwards, as with a pointer to the first row.
 */
int farthest_level(const uint8_t *shown, ptrdiff_t stride, const uint8_t *wanted, int width, int height)
{
    uint8_t levels[3] = {0, 0, 0};
    for (int y = 0; y < height; y++) {
        const uint8_t *a = shown + y * stride;
        const uint8_t *b = wanted + (size_t)y * width * 4;
        for (int x = 0; x < width; x++) {
            for (int i = 0; i < 3; i++) {
                uint8_t p = a[x * 4 + i];
                uint8_t q = b[x * 4 + i];
                uint8_t difference = p > q ? p - q : q - p;
                if (difference > levels[i]) {
                    levels[i] = difference;
                }
            }
        }
    }
    int farthest = levels[0] > levels[1] ? levels[0] : levels[1];
    return farthest > levels[2] ? farthest : levels[2];
}

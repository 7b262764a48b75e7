"""Where a point of the earth lies on the land of the world as it is drawn."""

import math

WIDTH, SCALE, NORTH, TURN = 1200, 2, 83.7, -11.0
# The polynomial of the Equal Earth projection (Savric, Patterson and Jenny 2018).
A1, A2, A3, A4, M = 1.340264, -0.081106, 0.000893, 0.003796, math.sqrt(3) / 2


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Return x and y on the sphere of radius 1, north upwards; degrees in."""
    turned = math.radians((longitude + TURN + 180) % 360 - 180)
    slope = math.asin(M * math.sin(math.radians(latitude)))
    square = slope * slope
    sixth = square**3
    x = turned * math.cos(slope) / (M * (A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)))
    return x, slope * (A1 + A2 * square + sixth * (A3 + A4 * square))


def on_the_map(longitude: float, latitude: float) -> tuple[int, int]:
    """Return the place in the 2400 wide drawing."""
    unit = WIDTH / 2 / (math.pi / (M * A1))
    top = equal_earth(-TURN, NORTH)[1]
    x, y = equal_earth(longitude, latitude)
    return round(SCALE * (WIDTH / 2 + unit * x)), round(SCALE * unit * (top - y))

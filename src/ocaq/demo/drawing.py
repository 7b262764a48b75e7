"""Pictures of made-up houses, drawn here: nobody's photograph stands in the demo."""

import io

from PIL import Image, ImageDraw

SIZE = (960, 640)
_GROUND = 520
Colour = tuple[int, int, int]


def facade(wall: Colour, sky: Colour) -> bytes:
    """Return a PNG of a house front with a door between two windows, and a pomegranate tree beside it."""
    image = Image.new("RGB", SIZE, sky)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, _GROUND, *SIZE), fill=(196, 184, 160))
    draw.rectangle((180, 200, 660, _GROUND), fill=wall)
    draw.polygon([(150, 204), (420, 90), (690, 204)], fill=(140, 72, 56))
    draw.rounded_rectangle((375, 330, 465, _GROUND), radius=45, corners=(True, True, False, False), fill=(74, 52, 44))
    for left in (225, 525):
        draw.rectangle((left, 300, left + 90, 420), fill=(52, 70, 92), outline=(240, 234, 222), width=8)
    draw.rectangle((784, 400, 800, _GROUND), fill=(96, 72, 54))
    draw.ellipse((702, 246, 882, 426), fill=(74, 110, 74))
    for x, y in ((740, 300), (800, 280), (838, 340), (770, 370)):
        draw.ellipse((x, y, x + 24, y + 24), fill=(168, 44, 52))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()

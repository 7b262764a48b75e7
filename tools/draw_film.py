"""Draws the demo's film: evening goes round the earth, and in every country a light comes on. Own work, silent.

    uv run --no-project --with imageio-ffmpeg --with numpy python tools/draw_film.py

Two frames a second for eight minutes, so that a jump to any second can be seen: `film.webm` (VP9), and `film.mp4`
(H.264 in fragments) with its playlist `film.m3u8`, which names the fragments by their bytes.
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np

OCAQ = Path(__file__).resolve().parents[1] / "src/ocaq"
MEDIA = OCAQ / "demo/media"
LIGHTS = OCAQ / "design/lights.json"
WIDTH, HEIGHT, LENGTH_S, RATE = 640, 360, 480, 2
KEY_FRAME_S = 20
MAP_WIDTH, MAP_HEIGHT = 2400, 1038
NIGHT, EMBER, LINE, WAITING = (6, 13, 21), (244, 178, 82), (94, 126, 148), (132, 168, 190)
COMING_S, ALL_LIT_S = 6, 400
UNLIT = 0.9  # of WAITING: the countries are seen before their lights come on


def glow(at: tuple[float, float]) -> tuple[slice, slice, Any]:
    """Return where a light stands in the picture, and how bright it is there."""
    x, y = at[0] / MAP_WIDTH * WIDTH, (HEIGHT - MAP_HEIGHT / MAP_WIDTH * WIDTH) / 2 + at[1] / MAP_WIDTH * WIDTH
    left, top, reach = max(0, int(x) - 8), max(0, int(y) - 8), 17
    rows, columns = np.mgrid[top : min(HEIGHT, top + reach), left : min(WIDTH, left + reach)]
    away = (rows - y) ** 2 + (columns - x) ** 2
    bright = np.maximum(np.exp(-away / 1.8), 0.28 * np.exp(-away / 16))
    bright[bright < 0.02] = 0  # a dark that stays the same costs nothing
    return slice(top, min(HEIGHT, top + reach)), slice(left, min(WIDTH, left + reach)), bright


def frames() -> Iterator[bytes]:
    """Yield each picture as RGB."""
    lights = sorted(json.loads(LIGHTS.read_text()).values(), key=lambda at: -at[0])
    glows = [glow(at) for at in lights]
    waiting = np.zeros((HEIGHT, WIDTH))
    for rows, columns, light in glows:
        np.maximum(waiting[rows, columns], UNLIT * light, out=waiting[rows, columns])
    night = np.array(NIGHT) + waiting[..., None] * (np.array(WAITING) - np.array(NIGHT))
    for number in range(LENGTH_S * RATE):
        second = number / RATE
        bright = np.zeros((HEIGHT, WIDTH))
        for place, (rows, columns, light) in enumerate(glows):
            since = second - ALL_LIT_S * place / len(glows)
            if since > 0:
                part = bright[rows, columns]
                np.maximum(part, light * min(1.0, since / COMING_S), out=part)
        picture = night + bright[..., None] * (np.array(EMBER) - night)
        picture[HEIGHT - 12 : HEIGHT - 10, 20 : 20 + round((WIDTH - 40) * second / LENGTH_S)] = LINE
        yield picture.astype(np.uint8).tobytes()


def main() -> None:
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    raw = MEDIA / "film.raw.mkv"
    given = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(RATE), "-i", "-"]
    drawing = subprocess.Popen([ffmpeg, "-y", "-v", "error", *given, "-c:v", "ffv1", str(raw)], stdin=subprocess.PIPE)
    assert drawing.stdin
    for frame in frames():
        drawing.stdin.write(frame)
    drawing.stdin.close()
    assert drawing.wait() == 0
    every = ["-g", str(KEY_FRAME_S * RATE), "-pix_fmt", "yuv420p", "-an"]
    vp9 = ["-c:v", "libvpx-vp9", "-crf", "46", "-b:v", "0", "-deadline", "good", "-cpu-used", "2"]
    h264 = ["-c:v", "libx264", "-crf", "36", "-preset", "veryslow", "-profile:v", "main", "-sc_threshold", "0"]
    hls = ["-f", "hls", "-hls_time", str(KEY_FRAME_S), "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4"]
    single = ["-hls_flags", "single_file", "-hls_segment_filename", str(MEDIA / "film.mp4")]
    begin = [ffmpeg, "-y", "-v", "error", "-i", str(raw)]
    subprocess.run([*begin, *every, *vp9, str(MEDIA / "film.webm")], check=True)
    subprocess.run([*begin, *every, *h264, *hls, *single, str(MEDIA / "film.m3u8")], check=True)
    raw.unlink()


if __name__ == "__main__":
    main()

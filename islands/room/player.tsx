/** Sound or picture, loaded on a tap and kept in step with the programme. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Media, Now } from "../shared/state";
import { elapsed } from "../shared/time";
import type { Room } from "./scene";

const HLS = "application/vnd.apple.mpegurl";
const STEP = 1_000, DRIFT_S = 1;

interface Source { tag: "audio" | "video"; src: string; stream: boolean }

/** What can be played of this item for someone who wants only sound, or the picture; or the code of the word why not. */
export function sourceOf(media: Media | null, wants: "sound" | "picture", playsHls: boolean): Source | "none" | "no_sound" | "no_picture" | "no_hls" {
  if (!media) return "none";
  if (wants === "sound") {
    const src = media.sound || (media.kind === "audio" ? media.src : "");
    if (!src) return "no_sound";
    if (isHls(src)) return playsHls ? { tag: "audio", src, stream: true } : "no_hls";
    return { tag: "audio", src, stream: false };
  }
  if (media.kind === "audio" || !media.src) return "no_picture";
  if (media.kind === "hls") return playsHls ? { tag: "video", src: media.src, stream: true } : "no_hls";
  return { tag: "video", src: media.src, stream: false };
}

const isHls = (src: string) => /\.m3u8($|\?)/.test(src);

export function Player({ room, now }: { room: Room; now: Now }) {
  const w = room.words;
  const wants = room.follow === "sound" ? "sound" : "picture";
  const [failed, setFailed] = useState("");
  const source = sourceOf(now.media, wants, document.createElement("video").canPlayType(HLS) !== "");
  if (typeof source === "string") return <p class="note quiet small">{w.of("media", source)}</p>;
  if (failed === source.src) return <p class="note quiet small">{w.t("media.failed")}</p>;
  return <Playing key={source.src} room={room} source={source} now={now} onFail={() => setFailed(source.src)} />;
}

function Playing({ room, source, now, onFail }: { room: Room; source: Source; now: Now; onFail: () => void }) {
  const element = useRef<HTMLVideoElement>(null);
  const item = useRef(now);
  const [blocked, setBlocked] = useState(false);
  const held = useRef(false);
  item.current = now;
  useEffect(() => {
    const player = element.current;
    if (!player) return;
    const tune = () => {
      if (room.presence) room.presence.playing = !player.paused;
      const live = source.stream && !Number.isFinite(player.duration); // a stream that ends is a recording
      room.behind = live && !player.paused ? behind(player, room.clock.now()) : 0;
      if (live) return;
      hold(player, item.current.held_at !== null, held);
      step(player, item.current, room.clock.now());
    };
    player.play().then(tune, () => setBlocked(true));
    player.addEventListener("loadedmetadata", tune);
    const timer = setInterval(tune, STEP);
    return () => {
      clearInterval(timer);
      room.behind = 0;
      if (room.presence) room.presence.playing = false;
    };
  }, []);
  const Tag = source.tag;
  return (
    <div class={source.tag === "video" ? "pic" : "sound"}>
      <Tag ref={element as never} src={source.src} controls playsInline preload="auto" onError={onFail} onPlaying={() => setBlocked(false)} aria-label={room.words.t("media.label", { title: now.title })} />
      {blocked && <button type="button" class="key1" onClick={() => void element.current?.play()}>{room.words.t("media.play")}</button>}
    </div>
  );
}

/** A pause of the programme pauses the recording; what the listener paused stays paused. */
function hold(player: HTMLMediaElement, stands: boolean, held: { current: boolean }): void {
  if (stands && !player.paused) { held.current = true; player.pause(); }
  if (!stands && held.current) { held.current = false; void player.play(); }
}

/** A recording stands where the programme stands: the same second for everybody, wherever they came in. */
function step(player: HTMLMediaElement, now: Now, at: number): void {
  if (!player.duration || player.seeking) return;
  const target = elapsed(now, at);
  if (now.held_at || player.paused || target >= player.duration) return;
  if (Math.abs(player.currentTime - target) > DRIFT_S) player.currentTime = target;
}

/** Milliseconds the picture is behind the hall: by the stream's own clock where it carries one, else by its distance from the edge. */
function behind(player: HTMLMediaElement & { getStartDate?: () => Date }, at: number): number {
  const start = player.getStartDate?.().getTime() ?? NaN;
  if (Number.isFinite(start)) return Math.max(0, at - (start + player.currentTime * 1_000));
  const edge = player.seekable.length ? player.seekable.end(player.seekable.length - 1) : player.currentTime;
  return Math.max(0, (edge - player.currentTime) * 1_000);
}

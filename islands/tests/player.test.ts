import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceOf } from "../room/player";

const video = { kind: "video" as const, src: "/media/a.mp4", sound: "/media/a.m4a" };

test("sound takes the sound alone, the picture the file", () => {
  assert.deepEqual(sourceOf(video, "sound", false), { tag: "audio", src: "/media/a.m4a", stream: false });
  assert.deepEqual(sourceOf(video, "picture", false), { tag: "video", src: "/media/a.mp4", stream: false });
});

test("what cannot be played is said by its reason", () => {
  assert.equal(sourceOf(null, "sound", true), "none");
  assert.equal(sourceOf({ ...video, sound: "" }, "sound", true), "no_sound");
  assert.equal(sourceOf({ kind: "audio", src: "/a.wav", sound: "" }, "picture", true), "no_picture");
  assert.equal(sourceOf({ kind: "hls", src: "https://x/live.m3u8", sound: "" }, "picture", false), "no_hls");
});

test("a stream is live, also when it is sound alone", () => {
  assert.deepEqual(sourceOf({ kind: "hls", src: "https://x/live.m3u8", sound: "https://x/sound.m3u8?k=1" }, "sound", true), { tag: "audio", src: "https://x/sound.m3u8?k=1", stream: true });
});

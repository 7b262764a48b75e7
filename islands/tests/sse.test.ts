import assert from "node:assert/strict";
import { test } from "node:test";
import { Frames } from "../shared/sse";

const TEXT = ":\n\nretry: 1500\n\nid: 7\nevent: patch\ndata: {\"a\":\ndata: 1}\n\nevent: levels\r\ndata: {}\r\n\r\ndata:x\n\n";
const EXPECTED = [{ event: "patch", data: "{\"a\":\n1}", id: "7" }, { event: "levels", data: "{}", id: "7" }, { event: "message", data: "x", id: "7" }];

test("frames are the same however the line cuts the text", () => {
  for (let size = 1; size <= TEXT.length; size++) {
    const frames = new Frames(), found = [];
    for (let at = 0; at < TEXT.length; at += size) found.push(...frames.push(TEXT.slice(at, at + size)));
    assert.deepEqual(found, EXPECTED, `pieces of ${size}`);
    assert.equal(frames.retry, 1500);
  }
});

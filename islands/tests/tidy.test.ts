import assert from "node:assert/strict";
import { test } from "node:test";
import { tidy } from "../shared/tidy";

test("what turns the direction of a page is taken out, what letters need stays", () => {
  assert.equal(tidy("\u202eSual \u2066mətn\u2069\u200f  budur\n?\u0000 "), "Sual mətn budur ?");
  assert.equal(tidy("می\u200cخواهم"), "می\u200cخواهم");
  assert.equal(tidy("e\u0301"), "\u00e9");
  assert.equal(tidy(" \u202e\ufeff\u00ad "), "");
});

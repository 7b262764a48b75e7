import assert from "node:assert/strict";
import { test } from "node:test";
import { Words } from "../shared/words";

test("words are filled, plurals follow the language", () => {
  const words = new Words({ "a.b": "%(name)s speaks, %(n)s %%", "c.d": { one: "%(n)s человек", few: "%(n)s человека", many: "%(n)s человек", other: "%(n)s человека" } }, "ru");

  assert.equal(words.t("a.b", { name: "Aytən", n: 52 }), "Aytən speaks, 52 %");
  assert.deepEqual([1, 3, 5, 21].map((n) => words.n("c.d", n)), ["1 человек", "3 человека", "5 человек", "21 человек"]);
});

test("figures are the same in every language of a page", () => {
  assert.equal(new Words({}, "ar").num(1034).replace(/[^\d]/g, ""), "1034");
});

test("a language has the name the server gave it, else the one the browser knows", () => {
  const words = new Words({ "language.ru": "Rus" }, "en");
  assert.deepEqual(["ru", "de", "no such"].map((code) => words.languageOf(code)), ["Rus", "German", "no such"]);
});

test("elements stand in the places of names", () => {
  assert.deepEqual(new Words({ "a.b": "%(name)s holds it" }, "en").parts("a.b", { name: 7 }), ["", 7, " holds it"]);
});

test("a missing word is a bug", () => {
  assert.throws(() => new Words({}, "en").t("no.such"), /no word for no\.such/);
  assert.throws(() => new Words({ "a.b": "plain" }, "en").n("a.b", 1), /no word for a\.b/);
});

test("what a person wrote is never read as a place to fill", () => {
  assert.equal(new Words({ "a.b": "Next: %(name)s" }, "en").t("a.b", { name: "%(n)s %" }), "Next: %(n)s %");
});

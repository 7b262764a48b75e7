/** Levels are totals and come only where they changed: later ones cover earlier ones. */
import type { Levels } from "./state";

export function merged(before: Levels, news: Levels): Levels {
  const next: Levels = { ...before, ...news };
  // Votes of questions come one by one; people, countries, reactions and polls come whole.
  if (news.votes) next.votes = { ...before.votes, ...news.votes };
  return next;
}

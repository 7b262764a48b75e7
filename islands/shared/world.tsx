/** The land of the world with an ember for each country where people are. */
import { Component } from "preact";

export type Places = Record<string, [number, number]>;
/** Everybody counts by area; one to four people are drawn alike so that nobody is pointed at. */
const root = (people: number) => Math.sqrt(Math.min(400, Math.max(4, people)));
const glow = (people: number) => Math.round(21.2 + 9.63 * root(people));
const core = (people: number) => (2.4 + 0.62 * root(people)).toFixed(1);

export interface WorldProps { id: string; land: string; places: Places; present: Record<string, number>; label: string; viewBox: string; slice?: boolean }

function WorldMap({ id, land, places, present, label, viewBox, slice }: WorldProps) {
  const embers = Object.entries(present)
    .flatMap(([code, people]) => (people > 0 && places[code] ? [{ code, people, at: places[code] }] : []))
    .sort((a, b) => b.people - a.people || (a.code < b.code ? -1 : 1));
  const circles = (radius: (people: number) => number | string) =>
    embers.map(({ code, people, at }) => <circle key={code} cx={at[0]} cy={at[1]} r={radius(people)} />);
  return (
    <svg class={slice ? "world slice" : "world"} viewBox={viewBox} preserveAspectRatio={slice ? "xMidYMin slice" : "xMidYMid meet"} role="img" aria-label={label}>
      <defs>
        <path id={`${id}-land`} d={land} />
        <radialGradient id={`${id}-g`}>
          <stop offset="0" stop-color="#ffb98a" /><stop offset=".1" stop-color="#ff7a3a" stop-opacity=".8" />
          <stop offset=".3" stop-color="#ff5a1f" stop-opacity=".34" /><stop offset=".6" stop-color="#e8430f" stop-opacity=".1" />
          <stop offset="1" stop-color="#e8430f" stop-opacity="0" />
        </radialGradient>
        <radialGradient id={`${id}-m`}>
          <stop offset="0" /><stop offset=".25" stop-opacity=".8" /><stop offset=".55" stop-opacity=".32" /><stop offset="1" stop-opacity="0" />
        </radialGradient>
        <mask id={`${id}-k`} style="mask-type:alpha" maskUnits="userSpaceOnUse" x="0" y="-80" width="2400" height="1198">
          <g fill={`url(#${id}-m)`}>{circles(glow)}</g>
        </mask>
      </defs>
      <use href={`#${id}-land`} class="w-land" />
      <g class="w-glow kindle" fill={`url(#${id}-g)`}>{circles(glow)}</g>
      <g mask={`url(#${id}-k)`}><use href={`#${id}-land`} class="w-lit" /></g>
      <g class="w-core kindle">{circles(core)}</g>
    </svg>
  );
}

/** Drawn again only when somebody came or went: the mask is the dearest thing on the page. */
export class World extends Component<WorldProps> {
  override shouldComponentUpdate(next: WorldProps): boolean {
    const { land, label, viewBox, present } = this.props;
    return next.land !== land || next.label !== label || next.viewBox !== viewBox || JSON.stringify(next.present) !== JSON.stringify(present);
  }

  override render() { return WorldMap(this.props); }
}

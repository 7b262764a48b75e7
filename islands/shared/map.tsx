/** Holds the place of the map until its drawing has come, on whatever line. */
import { useEffect, useState } from "preact/hooks";
import { type Places, World, type WorldProps } from "./world";

let land: Promise<string> | undefined;
const servers = new Map<string, string>();

/** The page the server made already carries the land: it is not fetched twice, and its map stands until ours is there.
 * Call before the page is drawn anew. */
export function keepLand(url: string | undefined): void {
  const drawn = document.querySelector('path[id$="-land"]')?.getAttribute("d");
  for (const world of document.querySelectorAll("svg.world")) {
    const id = world.querySelector('path[id$="-land"]')?.id.replace(/-land$/, "");
    if (id) servers.set(id, world.outerHTML);
  }
  if (drawn) land = Promise.resolve(drawn);
  else if (url) land = fetch(url).then((answer) => answer.text()).then((text) => / d="([^"]+)"/.exec(text)?.[1] ?? "");
}

/** Where the lights stand comes after the words: it adds, it is not needed. */
export function LiveMap(props: Omit<WorldProps, "land" | "places">) {
  const [drawn, setDrawn] = useState<{ places: Places; land: string } | null>(null);
  useEffect(() => {
    let here = true;
    Promise.all([import("../map/lights.json"), land]).then(([lights, path]) => {
      if (here && path) setDrawn({ places: lights.default as unknown as Places, land: path });
    }, () => { /* without a line the count in words says the same */ });
    return () => { here = false; };
  }, []);
  if (drawn) return <World {...props} land={drawn.land} places={drawn.places} />;
  const before = servers.get(props.id);
  return before ? <div class="mount" dangerouslySetInnerHTML={{ __html: before }} /> : null;
}

/** Holds the place of the map until its drawing has come, on whatever line. */
import { useEffect, useState } from "preact/hooks";
import type { WorldProps } from "./world";

type Drawing = (props: WorldProps) => preact.JSX.Element;
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

export function LiveMap(props: Omit<WorldProps, "land">) {
  const [drawing, setDrawing] = useState<{ World: Drawing; land: string } | null>(null);
  useEffect(() => {
    let here = true;
    Promise.all([import("./world"), land]).then(([world, path]) => {
      if (here && path) setDrawing({ World: world.World as unknown as Drawing, land: path });
    }, () => { /* without a line the count in words says the same */ });
    return () => { here = false; };
  }, []);
  if (drawing) return <drawing.World {...props} land={drawing.land} />;
  const before = servers.get(props.id);
  return before ? <div class="mount" dangerouslySetInnerHTML={{ __html: before }} /> : null;
}

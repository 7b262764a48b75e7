/** The console: takes the page over from the server's first drawing. */
import { render } from "preact";
import { readBoot } from "../shared/boot";
import { keepLand } from "../shared/map";
import { takeOver } from "../shared/takeover";
import { ConsolePage } from "./page";
import { Desk, type DeskBoot } from "./scene";

const mount = document.getElementById("console");
if (mount) {
  const desk = new Desk(readBoot<DeskBoot>());
  keepLand(desk.boot.worldUrl);
  takeOver(mount, () => render(<ConsolePage desk={desk} />, mount));
  desk.start();
}

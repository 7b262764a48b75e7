/** The room: takes the page over from the server's first drawing. */
import { render } from "preact";
import { readBoot } from "../shared/boot";
import { keepLand } from "../shared/map";
import { takeOver } from "../shared/takeover";
import { LineState, Wallclock } from "./header";
import { RoomPage } from "./page";
import { Room, type RoomBoot } from "./scene";

const mount = document.getElementById("room");
if (mount) {
  const room = new Room(readBoot<RoomBoot>());
  keepLand(room.boot.worldUrl);
  takeOver(mount, () => render(<RoomPage room={room} />, mount));
  const line = document.getElementById("line"), clock = document.getElementById("clock");
  if (line) { line.textContent = ""; render(<LineState room={room} />, line); }
  if (clock) { clock.textContent = ""; render(<Wallclock room={room} />, clock); }
  room.start();
}

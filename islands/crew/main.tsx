/** The crew's screen: ready or not, the words, the questions. */
import { render } from "preact";
import { Desk, type DeskBoot } from "../console/scene";
import { readBoot } from "../shared/boot";
import { takeOver } from "../shared/takeover";
import { CrewPage } from "./page";

const mount = document.getElementById("crew");
if (mount) {
  const desk = new Desk(readBoot<DeskBoot>());
  takeOver(mount, () => render(<CrewPage desk={desk} />, mount));
  desk.start();
}

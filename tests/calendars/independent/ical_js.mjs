// ical.js (Thunderbird, Nextcloud): node ical_js.mjs FOLDER-OF-ICAL.JS FILE...
// Prints a line for each date of each event: file, UID, start, end. A file that ends in .json is read as jCal.
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...files] = process.argv.slice(2);
const { default: ICAL } = await import(pathToFileURL(join(folder, "dist", "ical.js")));
const LAST = Date.UTC(2028, 0, 1) / 1000;

function said(time) {
  if (!time) return "-";
  const text = new Date(time.toUnixTime() * 1000).toISOString().replace(/[-:]|\.000/g, "");
  return time.isDate ? time.toString().replaceAll("-", "") : text;
}

for (const file of files) {
  const text = readFileSync(file, "utf8");
  const calendar = new ICAL.Component(file.endsWith(".json") ? JSON.parse(text) : ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const all = calendar.getAllSubcomponents("vevent").map((part) => new ICAL.Event(part));
  const say = (event, start, end) =>
    console.log([basename(file), event.uid, said(start), said(event.component.hasProperty("dtend") ? end : null)].join("\t"));
  for (const event of all.filter((one) => !one.isRecurrenceException())) {
    for (const other of all) if (other.isRecurrenceException() && other.uid === event.uid) event.relateException(other);
    if (!event.isRecurring()) {
      say(event, event.startDate, event.endDate);
      continue;
    }
    const dates = event.iterator();
    for (let day = dates.next(); day && day.toUnixTime() < LAST; day = dates.next()) {
      const found = event.getOccurrenceDetails(day);
      say(found.item, found.startDate, found.endDate);
    }
  }
}

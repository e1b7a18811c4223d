// Reads an iCalendar text from standard input with the parser of a public
// calendar library, as a calendar program would, and prints what it
// understood as JSON.
import {readFileSync} from 'node:fs';
import ICAL from 'ical.js';

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, 'utf8')));
const property = (component, name) =>
    component.getFirstPropertyValue(name)?.toString() ?? null;

const events = calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
        uid: event.uid,
        summary: event.summary,
        description: event.description,
        location: event.location,
        start: event.startDate.toString(),
        end: event.endDate.toString(),
        isDate: event.startDate.isDate && event.endDate.isDate,
        sequence: event.sequence,
        stamp: property(component, 'dtstamp'),
        modified: property(component, 'last-modified'),
        class: property(component, 'class'),
        names: component.getAllProperties().map((one) => one.name),
    };
});
const zones = calendar.getAllSubcomponents('vtimezone').map((component) => {
    const zone = new ICAL.Timezone(component);
    const offset = (text) =>
        zone.utcOffset(ICAL.Time.fromDateTimeString(text)) / 3600;
    return {
        id: zone.tzid,
        winter: offset('2027-01-15T12:00:00'),
        summer: offset('2027-07-15T12:00:00'),
    };
});
process.stdout.write(JSON.stringify({
    version: property(calendar, 'version'),
    product: property(calendar, 'prodid'),
    name: property(calendar, 'x-wr-calname'),
    zones,
    events,
}));

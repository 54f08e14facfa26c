/**
 * The IANA time zone of a place in the contiguous United States. A state lies in one zone except for the
 * split ones, whose boundary follows county lines; each is approximated by a line or a box that puts every
 * town of 10,000 and more inhabitants on the right side. Source: tz database, file northamerica.
 */
const zoneOfState: Readonly<Record<string, string>> = {
  ...states('America/New_York', 'CT DC DE FL GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV KY'),
  ...states('America/Chicago', 'AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI'),
  ...states('America/Denver', 'CO MT NM UT WY'),
  ...states('America/Los_Angeles', 'CA NV OR WA'),
  AZ: 'America/Phoenix',
  ID: 'America/Boise',
  IN: 'America/Indiana/Indianapolis',
  MI: 'America/Detroit',
};

export function usTimeZone(state: string, latitude: number, longitude: number): string {
  const zone = zoneOfState[state];
  if (zone === undefined) throw new Error(`${state} is not one of the contiguous states`);
  switch (state) {
    case 'FL': // The panhandle west of the Apalachicola.
      return longitude < -85.05 && latitude > 29.6 ? 'America/Chicago' : zone;
    case 'IN': // The counties around Gary and around Evansville keep Chicago's time.
      return (longitude < -86.49 && latitude > 40.73) || (longitude < -86.8 && latitude < 38.2)
        ? 'America/Chicago'
        : zone;
    case 'KY': // West of Hardin and Meade counties.
      return longitude < -86.05 ? 'America/Chicago' : zone;
    case 'TN': // East Tennessee, with Chattanooga and Knoxville.
      return longitude > -84.86 || (longitude > -85.45 && latitude < 35.3) ? 'America/New_York' : zone;
    case 'ND': // South-west of the Missouri.
      return longitude < -101.8 && latitude < 47.4 ? 'America/Denver' : zone;
    case 'SD':
      return longitude < -100.9 ? 'America/Denver' : zone;
    case 'NE': // The panhandle.
      return longitude < -101.4 ? 'America/Denver' : zone;
    case 'KS':
      return longitude < -101.5 ? 'America/Denver' : zone;
    case 'TX': // El Paso and Hudspeth counties.
      return longitude < -105 ? 'America/Denver' : zone;
    case 'OR': // Malheur county.
      return longitude > -118.2 && latitude < 44.5 ? 'America/Boise' : zone;
    case 'ID': // North of the Salmon river.
      return latitude > 45.5 ? 'America/Los_Angeles' : zone;
    default:
      return zone;
  }
}

function states(zone: string, list: string): Record<string, string> {
  return Object.fromEntries(list.split(' ').map((state) => [state, zone]));
}

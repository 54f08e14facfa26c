/** The sales region of each of the contiguous United States and the federal district. */
const states = {
  Northeast: 'CT DC DE MA MD ME NH NJ NY PA RI VT',
  Southeast: 'AL FL GA KY NC SC TN VA WV',
  Midwest: 'IA IL IN MI MN MO ND NE OH SD WI',
  'South Central': 'AR KS LA MS OK TX',
  Mountain: 'AZ CO ID MT NM NV UT WY',
  Pacific: 'CA OR WA',
} as const;

export const regionOfState: ReadonlyMap<string, string> = new Map(
  Object.entries(states).flatMap(([region, list]) =>
    list.split(' ').map((state) => [state, region] as const),
  ),
);

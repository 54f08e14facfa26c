/**
 * The families of parts of the sample network: what the parts are called, what they cost and weigh, how
 * badly a repair needs them. Costs and weights are medians of log-normal draws.
 */
export interface PartFamily {
  readonly code: string;
  readonly name: string;
  readonly nouns: readonly string[];
  readonly costMinor: number;
  readonly weightKg: number;
  /** Probabilities of vital and essential; the rest is desirable. */
  readonly vital: number;
  readonly essential: number;
  readonly hazardous: boolean;
  readonly packs: readonly number[];
  /** Left and right, front and rear versions exist. */
  readonly sided: boolean;
  /** Fits one model of vehicle; otherwise there are types for all of them. */
  readonly modelSpecific: boolean;
}

export interface FastFamily extends PartFamily {
  /** Amplitude of the yearly swing and the month (0 to 11) of its peak. */
  readonly seasonAmplitude: number;
  readonly peakMonth: number;
  /** Median of the mean monthly demand at an average dealer. */
  readonly monthlyMean: number;
}

export const slowFamilies: readonly PartFamily[] = [
  slow(
    'BDY',
    'Body panels',
    'Fender|Hood|Quarter panel|Rocker panel|Radiator support',
    21_000,
    7,
    0.1,
    0.5,
    true,
  ),
  slow(
    'BMP',
    'Bumpers',
    'Bumper cover|Bumper reinforcement|Bumper bracket|Energy absorber',
    14_500,
    4.5,
    0.05,
    0.4,
    true,
  ),
  slow('DOR', 'Door parts', 'Door trim panel|Door check|Door handle|Door hinge', 6_200, 1.6, 0.05, 0.4, true),
  slow('HLM', 'Lamps', 'Headlamp assembly|Tail lamp|Fog lamp|Turn signal lamp', 11_800, 1.9, 0.3, 0.5, true),
  slow('GLS', 'Glass', 'Windshield|Door glass|Quarter glass|Back window', 18_900, 9.5, 0.35, 0.5, false),
  slow('MIR', 'Mirrors', 'Outside mirror|Mirror glass|Mirror cover', 7_400, 0.9, 0.1, 0.5, true),
  slow('WRG', 'Window regulators', 'Window regulator|Window motor|Window guide', 8_300, 1.7, 0.1, 0.6, true),
  slow(
    'HRN',
    'Wiring',
    'Engine harness|Door harness|Battery cable|Harness connector',
    13_200,
    1.4,
    0.45,
    0.4,
    false,
  ),
  slow(
    'MOD',
    'Control modules',
    'Engine control module|Body control module|ABS control module',
    39_000,
    0.8,
    0.7,
    0.25,
    false,
  ),
  slow(
    'SWT',
    'Switches',
    'Window switch|Ignition switch|Stalk switch|Hazard switch',
    4_600,
    0.15,
    0.2,
    0.5,
    false,
  ),
  slow(
    'SNS',
    'Sensors',
    'Wheel speed sensor|Crankshaft sensor|Map sensor|Knock sensor',
    5_900,
    0.12,
    0.6,
    0.3,
    false,
  ),
  slow('ABG', 'Airbags', 'Driver airbag|Passenger airbag|Side airbag', 42_000, 2.1, 0.75, 0.2, false, true),
  slow('BLT', 'Seat belts', 'Seat belt|Belt pretensioner|Belt buckle', 12_600, 1.1, 0.6, 0.3, true, true),
  slow('SEA', 'Seats', 'Seat cover|Seat frame|Headrest|Seat track', 16_400, 4.2, 0.05, 0.3, true),
  slow(
    'INT',
    'Interior trim',
    'Console lid|Pillar trim|Glove box|Floor carpet',
    5_100,
    1.2,
    0.02,
    0.2,
    false,
  ),
  slow('LCK', 'Locks', 'Door lock|Trunk latch|Lock cylinder|Hood latch', 5_700, 0.7, 0.3, 0.5, true),
  slow('EXH', 'Exhaust', 'Exhaust manifold|Resonator|Muffler|Exhaust pipe', 16_200, 8, 0.35, 0.5, false),
  slow('FUL', 'Fuel system', 'Fuel pump|Fuel tank|Fuel rail|Filler neck', 15_800, 3.4, 0.7, 0.25, false),
  slow(
    'STR',
    'Steering',
    'Steering rack|Tie rod|Steering column|Power steering pump',
    22_800,
    5.6,
    0.6,
    0.35,
    false,
  ),
  slow('SUS', 'Suspension', 'Control arm|Stabilizer bar|Knuckle|Coil spring', 9_900, 4.1, 0.45, 0.45, true),
  slow('BRG', 'Bearings and hubs', 'Wheel hub|Wheel bearing|Axle seal', 7_800, 2.2, 0.5, 0.4, true),
  slow(
    'TRN',
    'Transmission',
    'Valve body|Shift cable|Torque converter|Transmission mount',
    19_700,
    5.8,
    0.65,
    0.3,
    false,
  ),
  slow(
    'DRV',
    'Driveline',
    'Drive shaft|Constant velocity joint|Differential seal',
    15_100,
    6.3,
    0.55,
    0.35,
    false,
  ),
  slow(
    'GSK',
    'Gaskets and seals',
    'Cylinder head gasket|Valve cover gasket|Oil pan seal',
    2_900,
    0.3,
    0.5,
    0.35,
    false,
  ),
  slow('MNT', 'Engine mounts', 'Engine mount|Torque strut|Mount bracket', 5_400, 1.9, 0.4, 0.5, false),
  slow('COL', 'Cooling', 'Radiator|Cooling fan|Expansion tank|Radiator hose', 13_900, 3.7, 0.6, 0.3, false),
  slow(
    'CLM',
    'Climate control',
    'Compressor|Blower motor|Evaporator|Heater core',
    18_300,
    4.4,
    0.2,
    0.5,
    false,
  ),
  slow('WST', 'Weatherstrips', 'Door weatherstrip|Trunk seal|Window channel', 3_700, 0.8, 0.03, 0.25, true),
  slow(
    'EMB',
    'Emblems and mouldings',
    'Emblem|Body side moulding|Wheel cover|Grille',
    3_300,
    0.6,
    0.01,
    0.1,
    false,
  ),
  slow('CLP', 'Clips and brackets', 'Retainer clip|Bracket|Grommet|Bolt set', 450, 0.05, 0.1, 0.4, false),
];

/** Families whose parts fit every model. */
const universal = new Set(['SPK', 'BAT', 'WPB', 'BLB', 'CLT', 'OIL', 'PNT']);

export const fastFamilies: readonly FastFamily[] = [
  fast('BRP', 'Brake pads', 'Front brake pad set|Rear brake pad set', 3_800, 1.9, 0.7, [1, 2], 0.08, 5, 9),
  fast('BRD', 'Brake discs', 'Front brake disc|Rear brake disc', 5_200, 7.2, 0.6, [2], 0.08, 5, 5),
  fast('OLF', 'Oil filters', 'Oil filter|Oil filter element', 480, 0.35, 0.25, [10, 12], 0.05, 6, 30),
  fast('AIF', 'Air filters', 'Air filter element', 1_150, 0.4, 0.15, [5, 6], 0.12, 4, 12),
  fast('CBF', 'Cabin filters', 'Cabin filter|Cabin filter, charcoal', 1_450, 0.3, 0.05, [5], 0.35, 4, 8),
  fast('FLF', 'Fuel filters', 'Fuel filter', 1_900, 0.4, 0.45, [2, 5], 0.05, 3, 5),
  fast('SPK', 'Spark plugs', 'Spark plug|Spark plug, platinum', 390, 0.06, 0.5, [4, 8], 0.1, 10, 24),
  fast(
    'BAT',
    'Batteries',
    'Battery 55 Ah|Battery 70 Ah|Battery 85 Ah',
    6_900,
    16,
    0.85,
    [1],
    0.45,
    0,
    6,
    true,
  ),
  fast('WPB', 'Wiper blades', 'Wiper blade|Rear wiper blade', 780, 0.25, 0.3, [2, 5], 0.4, 10, 14),
  fast('DBL', 'Drive belts', 'Serpentine belt|Timing belt kit', 2_400, 0.5, 0.75, [1], 0.08, 6, 5),
  fast('BLB', 'Bulbs', 'Headlamp bulb|Brake lamp bulb|Side lamp bulb', 320, 0.03, 0.4, [10], 0.22, 11, 20),
  fast('CLT', 'Coolant', 'Coolant, gallon', 1_050, 4.3, 0.3, [4, 6], 0.35, 10, 9),
  fast('THM', 'Thermostats', 'Thermostat', 1_700, 0.2, 0.7, [1], 0.25, 0, 4),
  fast('WTP', 'Water pumps', 'Water pump', 6_100, 2.4, 0.85, [1], 0.12, 6, 3),
  fast('SHK', 'Shock absorbers', 'Front strut|Rear shock absorber', 6_800, 3.6, 0.4, [1, 2], 0.06, 4, 4),
  fast('OXS', 'Oxygen sensors', 'Oxygen sensor', 5_600, 0.2, 0.6, [1], 0.05, 8, 4),
  fast(
    'COI',
    'Ignition parts',
    'Ignition coil|Distributor cap|Ignition wire set',
    4_300,
    0.5,
    0.85,
    [1],
    0.12,
    9,
    4,
  ),
  fast(
    'OIL',
    'Engine oil',
    'Engine oil 5W-30, quart|Engine oil 10W-40, quart',
    160,
    0.9,
    0.2,
    [12],
    0.05,
    6,
    60,
  ),
  fast('PNT', 'Touch-up paint', 'Touch-up paint|Clear coat', 650, 0.1, 0.02, [3, 6], 0.3, 5, 3, true),
  fast('ALT', 'Alternators', 'Alternator|Starter motor', 14_800, 5.9, 0.9, [1], 0.2, 0, 2),
];

function slow(
  code: string,
  name: string,
  nouns: string,
  costMinor: number,
  weightKg: number,
  vital: number,
  essential: number,
  sided: boolean,
  hazardous = false,
): PartFamily {
  const packs = costMinor < 1_000 ? [5, 10] : costMinor < 4_000 ? [1, 1, 2] : [1];
  return {
    code,
    name,
    nouns: nouns.split('|'),
    costMinor,
    weightKg,
    vital,
    essential,
    hazardous,
    packs,
    sided,
    modelSpecific: true,
  };
}

function fast(
  code: string,
  name: string,
  nouns: string,
  costMinor: number,
  weightKg: number,
  vital: number,
  packs: readonly number[],
  seasonAmplitude: number,
  peakMonth: number,
  monthlyMean: number,
  hazardous = false,
): FastFamily {
  const essential = Math.min(0.9 - vital, 0.5) + 0.05;
  const shared = {
    code,
    name,
    nouns: nouns.split('|'),
    costMinor,
    weightKg,
    vital,
    essential,
    hazardous,
    packs,
  };
  const modelSpecific = !universal.has(code);
  return { ...shared, sided: false, modelSpecific, seasonAmplitude, peakMonth, monthlyMean };
}

import type { FetchProgress } from './fetchElectron.ts';

/** A line of progress for each further tenth, or null when nothing new is to be said. */
export function createFetchReport(version: string): (progress: FetchProgress) => string | null {
  let said = -1;
  return ({ transferred, total }) => {
    if (!(total > 0)) return null;
    const tenths = Math.min(10, Math.floor((10 * transferred) / total));
    if (tenths <= said) return null;
    said = tenths;
    return `Fetching Electron ${version}: ${tenths * 10} % of ${Math.round(total / 1e6)} MB`;
  };
}

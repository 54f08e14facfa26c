/** Parameters with what a planner has set by the sliders of the Rebalance workspace. */
import type { RebalanceSettings } from '../contract/rebalance.ts';
import type { PlanParameters } from './parameters.ts';

export function steeredParameters(parameters: PlanParameters, settings: RebalanceSettings): PlanParameters {
  return {
    ...parameters,
    serviceFactor: settings.serviceFactor,
    maxTransitDays: settings.reachDays,
    riskFloorMinor: settings.riskFloorMinor,
    minTransferNetMinor: settings.leastNetMinor,
  };
}

export function settingsOf(parameters: PlanParameters): RebalanceSettings {
  return {
    serviceFactor: parameters.serviceFactor,
    reachDays: parameters.maxTransitDays,
    riskFloorMinor: parameters.riskFloorMinor,
    leastNetMinor: parameters.minTransferNetMinor,
  };
}

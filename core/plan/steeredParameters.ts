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
    wholePacks: settings.wholePacks,
    kgPerShipment: settings.kgPerShipment,
    shipmentsPerLane: settings.shipmentsPerLane,
  };
}

export function settingsOf(parameters: PlanParameters): RebalanceSettings {
  return {
    serviceFactor: parameters.serviceFactor,
    reachDays: parameters.maxTransitDays,
    riskFloorMinor: parameters.riskFloorMinor,
    leastNetMinor: parameters.minTransferNetMinor,
    wholePacks: parameters.wholePacks,
    kgPerShipment: parameters.kgPerShipment,
    shipmentsPerLane: parameters.shipmentsPerLane,
  };
}

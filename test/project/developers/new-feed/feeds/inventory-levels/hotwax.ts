/** Stock as HotWax would read it: a list of levels by facility. */
import { jsonListFile, type TargetLayout } from '../rows/row-reader.ts';

export type FacilityLevel = { productId: string; quantity: string };

/** The head of a group is the facility. */
export const facilityLevelLayout: TargetLayout = {
  file: jsonListFile,
  openGroup: (facility) => `{"externalFacilityId":${JSON.stringify(facility)},"levels":[`,
  betweenRows: ',',
  closeGroup: ']}',
};

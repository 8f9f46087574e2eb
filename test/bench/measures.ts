import type { Measure } from './row.ts';
import { COLD_ROWS, measureCold } from './rows/cold.ts';
import { DELIVERY_ROWS, measureDelivery } from './rows/delivery.ts';
import { DETECTION_ROWS, measureDetection } from './rows/detection.ts';
import { measureMirror, MIRROR_ROWS } from './rows/mirror.ts';
import { measureOpens, OPENS_ROWS } from './rows/opens.ts';
import { measurePaint, PAINT_ROWS } from './rows/paint.ts';
import { PERMISSION_ROWS, readPermissions } from './rows/permissions.ts';
import {
  AXE_ROWS,
  proveAccessibility,
  proveSchedules,
  proveSenders,
  SCHEDULE_ROWS,
  SENDER_ROWS,
} from './rows/proofs.ts';
import { measureSizes, SIZE_ROWS } from './rows/sizes.ts';

/** What is measured, in the order of the quality table. */
export const MEASURES: readonly Measure[] = [
  { name: 'sizes', rows: SIZE_ROWS, measure: measureSizes },
  { name: 'detection', rows: DETECTION_ROWS, measure: measureDetection },
  { name: 'delivery', rows: DELIVERY_ROWS, measure: measureDelivery },
  { name: 'paint', rows: PAINT_ROWS, measure: measurePaint },
  { name: 'cold', rows: COLD_ROWS, measure: measureCold },
  { name: 'opens', rows: OPENS_ROWS, measure: measureOpens },
  { name: 'mirror', rows: MIRROR_ROWS, measure: measureMirror },
  { name: 'schedules', rows: SCHEDULE_ROWS, measure: proveSchedules },
  { name: 'senders', rows: SENDER_ROWS, measure: proveSenders },
  { name: 'axe', rows: AXE_ROWS, measure: proveAccessibility },
  { name: 'permissions', rows: PERMISSION_ROWS, measure: readPermissions },
];

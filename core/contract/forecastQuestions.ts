import { z } from 'zod';
import { calendarQuestionSchema, type CalendarView } from './calendar.ts';
import {
  accuracyGroupings,
  forecastExceptionKinds,
  forecastNodeSchema,
  type ForecastAccuracy,
  type ForecastExceptionPage,
  type ForecastQuadrant,
  type ForecastSeries,
  type WorstItems,
} from './forecast.ts';
import { gridQuerySchema, windowSchema, type GridWindow } from './grid.ts';
import { question } from './question.ts';

/** What the Forecast workspace asks. */
export const forecastQuestions = {
  'forecast.window': question<GridWindow>()(windowSchema),
  'forecast.distinct': question<readonly { readonly value: string; readonly count: number }[]>()(
    z.strictObject({ column: z.string().max(64) }),
  ),
  'forecast.rowOf': question<{ readonly row: number | null }>()(
    z.strictObject({ query: gridQuerySchema, position: z.int().min(0) }),
  ),
  'forecast.series': question<ForecastSeries>()(z.strictObject({ node: forecastNodeSchema })),
  /** The query's conditions on ADI and CV² are left out, so that a brush can be drawn anew. */
  'forecast.quadrant': question<ForecastQuadrant>()(z.strictObject({ query: gridQuerySchema })),
  'forecast.accuracy': question<ForecastAccuracy>()(z.strictObject({ by: z.enum(accuracyGroupings) })),
  'forecast.exceptions': question<ForecastExceptionPage>()(
    z.strictObject({
      kind: z.enum(forecastExceptionKinds).nullable(),
      from: z.int().min(0),
      to: z.int().min(0),
    }),
  ),
  'forecast.calendar': question<CalendarView>()(calendarQuestionSchema),
  'forecast.worst': question<WorstItems>()(z.strictObject({ limit: z.int().min(1).max(200) })),
} as const;

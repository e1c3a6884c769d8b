import { z } from 'zod';

/**
 * Items of a workbook: https://github.com/microsoft/Application-Insights-Workbooks schema/workbook.json names the types 1, 3, 9
 * and 11; groups (12), formatters and visualizations are those of the workbooks in https://github.com/Azure/Azure-Sentinel.
 * Strict: a typing error is a fault.
 */
const name = z.string().regex(/^[a-z][a-z-]*$/);
const time = z.strictObject({ durationMs: z.literal(730 * 86_400_000) });
const LOGS = z.literal('microsoft.operationalinsights/workspaces');
const logs = { queryType: z.literal(0), resourceType: LOGS };

/** A value and how it looks; the last has no value: what none of the others is. */
const threshold = z.strictObject({
  operator: z.enum(['==', 'Default']),
  thresholdValue: z.string().optional(),
  representation: z.enum(['redBright', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink', 'gray']),
  text: z.literal('{0}{1}'),
});
/** 1 text, 5 hidden, 7 link, 8 heat map, 12 big number, 18 thresholds. */
const formatter = z.strictObject({
  columnMatch: z.string(),
  formatter: z.union([z.literal(1), z.literal(5), z.literal(7), z.literal(8), z.literal(12), z.literal(18)]),
  formatOptions: z.record(z.string(), z.union([z.string(), z.number(), z.array(threshold)])).optional(),
});
const text = z.strictObject({ type: z.literal(1), content: z.strictObject({ json: z.string() }), name });
const query = z.strictObject({
  type: z.literal(3),
  content: z.strictObject({
    version: z.literal('KqlItem/1.0'),
    query: z.string(),
    size: z.union([z.literal(0), z.literal(3), z.literal(4)]),
    title: z.string().min(1),
    noDataMessage: z.string(),
    timeContext: time,
    ...logs,
    visualization: z.enum(['table', 'tiles', 'piechart', 'barchart', 'timechart']),
    showExportToExcel: z.boolean().optional(),
    gridSettings: z
      .strictObject({
        formatters: z.array(formatter).optional(),
        filter: z.boolean(),
        rowLimit: z.int().max(10_000),
        labelSettings: z.array(z.strictObject({ columnId: z.string(), label: z.string().min(1) })).optional(),
      })
      .optional(),
    tileSettings: z
      .strictObject({ titleContent: formatter, leftContent: formatter, showBorder: z.boolean() })
      .optional(),
    exportFieldName: z.string().optional(),
    exportParameterName: z.string().optional(),
    exportDefaultValue: z.string().optional(),
  }),
  customWidth: z
    .string()
    .regex(/^\d\d$/)
    .optional(),
  name,
});
/** 1 text, 2 drop down. */
const parameter = z.strictObject({
  id: z.guid(),
  version: z.literal('KqlParameterItem/1.0'),
  name: z.string().regex(/^[A-Za-z]+$/),
  label: z.string().min(1),
  type: z.union([z.literal(1), z.literal(2)]),
  isRequired: z.boolean(),
  typeSettings: z.strictObject({ additionalResourceOptions: z.array(z.string()), showDefault: z.boolean() }),
  value: z.string().optional(),
  description: z.string().optional(),
  jsonData: z.string().optional(),
  query: z.string().optional(),
  timeContext: time.optional(),
  queryType: logs.queryType.optional(),
  resourceType: logs.resourceType.optional(),
});
const parameters = z.strictObject({
  type: z.literal(9),
  content: z.strictObject({
    version: z.literal('KqlParameterItem/1.0'),
    parameters: z.array(parameter),
    style: z.literal('pills'),
    ...logs,
  }),
  name,
});
const link = z.strictObject({
  id: z.guid(),
  cellValue: z.string(),
  linkTarget: z.literal('parameter'),
  linkLabel: z.string(),
  subTarget: z.string(),
  style: z.literal('link'),
});
const links = z.strictObject({
  type: z.literal(11),
  content: z.strictObject({ version: z.literal('LinkItem/1.0'), style: z.literal('tabs'), links: z.array(link) }),
  name,
});
const group = z.strictObject({
  type: z.literal(12),
  content: z.strictObject({
    version: z.literal('NotebookGroup/1.0'),
    groupType: z.literal('editable'),
    items: z.array(z.discriminatedUnion('type', [text, query, parameters])),
  }),
  conditionalVisibility: z.strictObject({
    parameterName: z.string(),
    comparison: z.literal('isEqualTo'),
    value: z.string(),
  }),
  name,
});
export const workbookSchema = z.strictObject({
  version: z.literal('Notebook/1.0'),
  items: z.array(z.discriminatedUnion('type', [text, links, group])),
  $schema: z.url(),
});

import type { ExportFile } from '../../sync/exported.ts';
import type { SavedSearchBody } from '../native.ts';

/** A saved search as Azure Resource Manager would be sent it. */
export interface SavedSearch {
  readonly id: string;
  readonly properties: SavedSearchBody['properties'];
}

/**
 * Resources in one template, and bytes of it: 800 and 4 MB
 * (https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits).
 */
export const TEMPLATE_LIMITS = { resources: 800, bytes: 4_000_000 };

/** The version of the saved searches' interface that a sync uses. */
const API_VERSION = '2020-08-01';

/**
 * Templates that create these saved searches in a workspace, each within the limits, in the given order: `az deployment group
 * create --template-file hunting-queries-1.json --parameters workspace=NAME`.
 */
export function armTemplates(searches: readonly SavedSearch[], limits = TEMPLATE_LIMITS): ExportFile[] {
  const frame = Buffer.byteLength(render([]));
  const groups: object[][] = [];
  let size = 0;
  for (const search of searches) {
    const resource = resourceOf(search);
    // As it stands in the template: indented by four, with a comma and a line break.
    const bytes = Buffer.byteLength(JSON.stringify([[resource]], null, 2));
    const group = groups.at(-1);
    if (group && group.length < limits.resources && size + bytes <= limits.bytes) {
      group.push(resource);
      size += bytes;
    } else {
      groups.push([resource]);
      size = frame + bytes;
    }
  }
  return groups.map((resources, index) => ({ path: `hunting-queries-${index + 1}.json`, content: render(resources) }));
}

function render(resources: readonly object[]): string {
  const template = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: {
      workspace: {
        type: 'string',
        metadata: { description: 'Name of the Log Analytics workspace of Microsoft Sentinel.' },
      },
    },
    resources,
  };
  return `${JSON.stringify(template, null, 2)}\n`;
}

/**
 * The etag stands inside the properties in a template, on top only in a PUT
 * (https://github.com/Azure/azure-rest-api-specs/issues/24585).
 */
function resourceOf({ id, properties }: SavedSearch): object {
  const { tags, ...texts } = properties;
  return {
    type: 'Microsoft.OperationalInsights/workspaces/savedSearches',
    apiVersion: API_VERSION,
    name: `[format('{0}/${id}', parameters('workspace'))]`,
    properties: {
      etag: '*',
      ...Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, literal(value)])),
      tags: tags.map(({ name, value }) => ({ name: literal(name), value: literal(value) })),
    },
  };
}

/**
 * A literal text: text in brackets would be an expression, so the opening bracket is doubled; text that only starts with a
 * bracket is none, and is kept (https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions).
 */
function literal<T>(value: T): T | string {
  return typeof value === 'string' && value.startsWith('[') && value.endsWith(']') ? `[${value}` : value;
}

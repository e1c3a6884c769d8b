import { v5 as uuidv5 } from 'uuid';

/** Where a template is deployed, and with what: enough for the functions below. */
export interface Deployment {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** What the service answers for a resource, by its id; throws for one that is not there. */
  readonly reference?: (id: string, apiVersion: string) => unknown;
}

export interface ArmTemplate {
  readonly $schema: string;
  readonly contentVersion: string;
  readonly parameters: Readonly<Record<string, ArmParameter>>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly resources: readonly Readonly<Record<string, unknown>>[];
  readonly outputs: Readonly<Record<string, { readonly type: string; readonly value: unknown }>>;
}

export interface ArmParameter {
  readonly type: string;
  readonly defaultValue?: unknown;
  readonly allowedValues?: readonly unknown[];
  readonly minValue?: number;
  readonly maxValue?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly metadata: { readonly description: string };
}

/** A resource after every expression in it was worked out. */
export interface ArmResource {
  readonly id: string;
  readonly type: string;
  readonly apiVersion: string;
  readonly name: string;
  readonly dependsOn: readonly string[];
  readonly properties: Readonly<Record<string, unknown>>;
  /** All of it, as it would be sent; `condition` is left out. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Namespace of the guid() function (https://github.com/Azure/bicep, Azure Deployments' expression engine). */
const GUID_NAMESPACE = '11fb06fb-712d-4ddd-98c7-e71bbd588830';

const TOKEN = /\s*(?:'((?:[^']|'')*)'|(-?\d+)|([A-Za-z_]\w*)|([()[\].,]))/y;

interface Token {
  readonly kind: 'text' | 'number' | 'name' | 'mark';
  readonly value: string;
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (!match) throw new Error(`cannot read "${source.slice(at)}" in [${source}]`);
    const [, text, number, name, mark] = match;
    if (text !== undefined) tokens.push({ kind: 'text', value: text.replaceAll("''", "'") });
    else if (number !== undefined) tokens.push({ kind: 'number', value: number });
    else if (name !== undefined) tokens.push({ kind: 'name', value: name });
    else tokens.push({ kind: 'mark', value: mark ?? '' });
  }
  return tokens;
}

type Functions = Readonly<Record<string, (...values: readonly unknown[]) => unknown>>;

/** Works out the text between the brackets. Strict: what it does not know is an error, not a text. */
function evaluate(source: string, functions: Functions): unknown {
  const tokens = tokensOf(source);
  let at = 0;
  const isMark = (value: string) => tokens[at]?.kind === 'mark' && tokens[at]?.value === value;
  const expect = (value: string) => {
    if (!isMark(value)) throw new Error(`"${value}" expected at "${tokens[at]?.value ?? 'the end'}" in [${source}]`);
    at++;
  };

  function expression(): unknown {
    const token = tokens[at++];
    if (token?.kind === 'text') return token.value;
    if (token?.kind === 'number') return Number(token.value);
    if (token?.kind !== 'name') throw new Error(`a value expected at "${token?.value ?? 'the end'}" in [${source}]`);
    const call = functions[token.value];
    if (!call) throw new Error(`no function ${token.value}() in [${source}]`);
    expect('(');
    const values: unknown[] = [];
    while (!isMark(')')) {
      if (values.length > 0) expect(',');
      values.push(expression());
    }
    expect(')');
    let value = call(...values);
    while (isMark('.') || isMark('[')) {
      const index = isMark('[');
      at++;
      const key = index ? expression() : tokens[at++]?.value;
      if (index) expect(']');
      value = member(value, key, source);
    }
    return value;
  }

  const value = expression();
  if (at < tokens.length) throw new Error(`nothing expected at "${tokens[at]?.value}" in [${source}]`);
  return value;
}

function member(value: unknown, key: unknown, source: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, String(key))) {
    throw new Error(`no property ${String(key)} in [${source}]`);
  }
  return (value as Record<string, unknown>)[String(key)];
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`a text expected, not ${JSON.stringify(value)}`);
  return value;
}

/** `Microsoft.X/a/b` and its names, as `Microsoft.X/a/name/b/name`: one name a segment of the type. */
export function typedName(type: string, names: readonly string[]): string {
  const [provider, ...segments] = type.split('/');
  if (segments.length !== names.length) throw new Error(`${type} needs ${segments.length} names, not ${names.length}`);
  return [provider, ...segments.flatMap((segment, index) => [segment, names[index]])].join('/');
}

/**
 * The expressions of a template for one deployment.
 * https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions; only those that our template uses.
 * `reference` works in outputs only, as in Azure it must not stand in a name, a condition or a variable.
 */
export function createArm(template: ArmTemplate, deployment: Deployment) {
  const subscription = `/subscriptions/${deployment.subscriptionId}`;
  const group = `${subscription}/resourceGroups/${deployment.resourceGroup}`;
  const functions: Functions = {
    parameters: (name) => parameter(textOf(name)),
    variables: (name) => resolve(member(template.variables, name, 'variables')),
    format: (pattern, ...values) =>
      textOf(pattern).replace(/\{(\d+)\}/g, (_, index: string) => textOf(values[Number(index)])),
    resourceId: (type, ...names) => `${group}/providers/${typedName(textOf(type), names.map(textOf))}`,
    subscriptionResourceId: (type, ...names) =>
      `${subscription}/providers/${typedName(textOf(type), names.map(textOf))}`,
    guid: (...values) => uuidv5(values.map(textOf).join('-'), GUID_NAMESPACE),
    resourceGroup: () => ({ id: group, name: deployment.resourceGroup, location: deployment.location }),
    empty: (value) => textOf(value) === '',
    not: (value) => !truth(value),
    and: (...values) => values.every(truth),
    json: (text) => JSON.parse(textOf(text)),
    string: (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
    createArray: (...values) => values,
    createObject: (...pairs) =>
      Object.fromEntries(
        pairs.flatMap((key, index) => (index % 2 === 0 ? [[textOf(key), pairs[index + 1]] as const] : [])),
      ),
    union: (...objects) => Object.assign({}, ...objects),
  };
  const outputFunctions: Functions = {
    ...functions,
    reference: (id, apiVersion) => {
      if (!deployment.reference) throw new Error('reference() is not available');
      return deployment.reference(textOf(id), textOf(apiVersion));
    },
  };

  function parameter(name: string): unknown {
    const declared = template.parameters[name];
    if (!declared) throw new Error(`no parameter ${name}`);
    // Only a default may be an expression: what the user gives is taken as it is.
    const value = Object.hasOwn(deployment.parameters, name)
      ? deployment.parameters[name]
      : resolve(declared.defaultValue);
    if (value === undefined) throw new Error(`parameter ${name} has no value`);
    assertFits(name, declared, value);
    return value;
  }

  /** Every expression in it worked out, at any depth. */
  function resolve(value: unknown, known: Functions = functions): unknown {
    if (typeof value === 'string') {
      if (!value.startsWith('[') || !value.endsWith(']')) return value;
      return value.startsWith('[[') ? value.slice(1) : evaluate(value.slice(1, -1), known);
    }
    if (Array.isArray(value)) return value.map((item) => resolve(item, known));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, known)]));
  }

  function resource(written: Readonly<Record<string, unknown>>): ArmResource {
    const { condition: _, ...body } = resolve(written) as Record<string, unknown>;
    const type = textOf(body['type']);
    const name = textOf(body['name']);
    const scope = body['scope'] === undefined ? group : textOf(body['scope']);
    return {
      id: `${scope}/providers/${typedName(type, name.split('/'))}`,
      type,
      name,
      apiVersion: textOf(body['apiVersion']),
      dependsOn: ((body['dependsOn'] as readonly string[] | undefined) ?? []).map(textOf),
      properties: (body['properties'] ?? {}) as Record<string, unknown>,
      body,
    };
  }

  return {
    resolve,
    parameter,
    /** The resources that this deployment makes; those whose condition is false are left out. */
    resources: (): ArmResource[] =>
      template.resources
        .filter((written) => written['condition'] === undefined || truth(resolve(written['condition'])))
        .map(resource),
    outputs: (): Record<string, unknown> =>
      Object.fromEntries(
        Object.entries(template.outputs).map(([name, { value }]) => [name, resolve(value, outputFunctions)]),
      ),
  };
}

function truth(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new Error(`true or false expected, not ${JSON.stringify(value)}`);
  return value;
}

const JS_TYPES: Readonly<Record<string, string>> = { string: 'string', int: 'number', bool: 'boolean' };

function assertFits(name: string, declared: ArmParameter, value: unknown): void {
  const fail = (why: string) => {
    throw new Error(`parameter ${name}: ${JSON.stringify(value)} ${why}`);
  };
  if (typeof value !== JS_TYPES[declared.type]) fail(`is no ${declared.type}`);
  if (declared.allowedValues && !declared.allowedValues.includes(value)) fail('is not allowed');
  const size = typeof value === 'string' ? value.length : Number(value);
  const [least, most] =
    typeof value === 'string' ? [declared.minLength, declared.maxLength] : [declared.minValue, declared.maxValue];
  if (least !== undefined && size < least) fail(`is below ${least}`);
  if (most !== undefined && size > most) fail(`is above ${most}`);
}

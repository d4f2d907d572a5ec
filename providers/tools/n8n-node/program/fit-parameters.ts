import type { INode, INodeParameters, INodeProperties, INodePropertyCollection, INodeTypeDescription } from 'n8n-workflow';
import { findNearName } from '../../../../core/base/text/near-name';
import type { N8nWorkflow } from './n8n-api';
import { readPassword, type ReadSecret } from './passwords';
import { refuse } from './task-problem';
import { parseIfJson } from '../../../../core/base/text/json/parse-if-json';

type Property = INodeProperties;

interface Fitting {
	isShown: (property: Property) => boolean;
	readSecret: ReadSecret;
}

/**
 * Converts job parameters to n8n's form: forms and FEEL write numbers, lists and references differently. Null is unset. @param node with the
 * designer's parameters, which decide with `data` what is shown @throws TaskProblem for an unknown name, or a value of another type
 */
export async function fitParameters(
	data: Record<string, unknown>,
	{ NodeHelpers }: N8nWorkflow,
	node: INode,
	description: INodeTypeDescription,
	readSecret: ReadSecret,
): Promise<INodeParameters> {
	const all = { ...node.parameters, ...readChoices(data, description.properties) } as INodeParameters;
	const values = NodeHelpers.getNodeParameters(description.properties, all, true, false, node, description) ?? all;
	const isShown = (property: Property) => NodeHelpers.displayParameter(values, property, node, description);
	return fitAll(data, description.properties, '', { isShown, readSecret });
}

/** Reads only the values that decide visibility. Others are not yet converted, and n8n may fail to read them. */
function readChoices(data: Record<string, unknown>, properties: readonly Property[]): Record<string, unknown> {
	const choices = Object.entries(data).flatMap(([name, value]) => {
		const locator = properties.find((property) => property.name === name && property.type === 'resourceLocator');
		if (locator) return [[name, toLocator(value, locator)] as const];
		return isScalar(value) ? [[name, value] as const] : [];
	});
	return Object.fromEntries(choices.filter(([, value]) => value !== undefined));
}

async function fitAll(
	data: Record<string, unknown>,
	properties: readonly Property[],
	path: string,
	how: Fitting,
): Promise<INodeParameters> {
	const fitted: INodeParameters = {};
	for (const [name, value] of Object.entries(data)) {
		if (value === null || value === undefined) continue;
		const place = path === '' ? name : `${path}.${name}`;
		const candidates = properties.filter((property) => property.name === name);
		if (candidates.length === 0) throw unknownParameter(place, name, properties);
		const property = candidates.find(how.isShown) ?? candidates[0]!;
		fitted[name] = (await fitValue(value, property, place, how)) as INodeParameters[string];
	}
	return fitted;
}

async function fitValue(value: unknown, property: Property, place: string, how: Fitting): Promise<unknown> {
	const { typeOptions: { password, multipleValues } = {} } = property;
	if (password === true) return readPassword(value, place, how.readSecret);
	if (multipleValues !== true || property.type === 'fixedCollection') return fitOne(value, property, place, how);
	const several = property.type === 'string' ? value : (toStructure(value) ?? value);
	return Promise.all([several].flat().map((one, index) => fitOne(one, property, `${place}[${index}]`, how)));
}

async function fitOne(value: unknown, property: Property, place: string, how: Fitting): Promise<unknown> {
	const { fit, expected } = fitters[property.type] ?? { fit: () => value, expected: '' };
	const fitted = fit(value, property);
	if (fitted === undefined) throw refuse(`The parameter "${place}" is ${describe(value)}; ${expected} is expected.`);
	if (property.type === 'collection') return fitCollection(fitted as object, property, place, how);
	return property.type === 'fixedCollection' ? fitFixed(fitted as object, property, place, how) : fitted;
}

interface Fitter {
	/** Undefined for a value of another type. */
	fit(this: void, value: unknown, property: Property): unknown;
	expected: string;
}

const text: Fitter = { fit: (value) => (isScalar(value) ? String(value) : undefined), expected: 'a text' };
const anyText: Fitter = { fit: (value) => (isScalar(value) ? String(value) : JSON.stringify(value)), expected: 'a text' };
const structure: Fitter = { fit: toStructure, expected: 'an object' };

/** By n8n's type name; other types are unchanged. */
const fitters: Partial<Record<Property['type'], Fitter>> = {
	number: { fit: toNumber, expected: 'a number' },
	boolean: { fit: toBoolean, expected: 'true or false' },
	options: { fit: toChoice, expected: 'a text' },
	string: anyText,
	json: anyText,
	dateTime: text,
	color: text,
	multiOptions: { fit: toList, expected: 'a list' },
	resourceLocator: { fit: toLocator, expected: 'a text, or an object with mode and value,' },
	collection: structure,
	fixedCollection: structure,
	filter: structure,
	assignmentCollection: structure,
	resourceMapper: structure,
};

function fitCollection(value: object, property: Property, place: string, how: Fitting) {
	const options = (property.options ?? []) as Property[];
	return eachOf(value, (one) => fitAll(one, options, place, how));
}

async function fitFixed(value: object, property: Property, place: string, how: Fitting): Promise<unknown> {
	const groups = (property.options ?? []) as INodePropertyCollection[];
	const fitted: Record<string, unknown> = {};
	for (const [name, inner] of Object.entries(value) as Array<[string, unknown]>) {
		if (inner === null || inner === undefined) continue;
		const group = groups.find((one) => one.name === name);
		if (group === undefined) throw unknownParameter(`${place}.${name}`, name, groups);
		const sets = toStructure(inner);
		if (sets === undefined) throw refuse(`The parameter "${place}.${name}" is ${describe(inner)}; an object or a list is expected.`);
		const several = property.typeOptions?.multipleValues === true ? [sets].flat() : sets;
		fitted[name] = await eachOf(several, (one) => fitAll(one, group.values, `${place}.${name}`, how));
	}
	return fitted;
}

async function eachOf(value: object, fit: (one: Record<string, unknown>) => Promise<unknown>): Promise<unknown> {
	if (!Array.isArray(value)) return fit(value as Record<string, unknown>);
	return Promise.all(value.map((one) => fit(one as Record<string, unknown>)));
}

const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);

/** JavaScript numbers hold 15 decimal digits; longer ids or timestamps would change. */
const maxNumberDigits = 15;

function toNumber(value: unknown): number | string | undefined {
	if (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) && value.replace('.', '').length > maxNumberDigits) return value;
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && !Number.isNaN(number) ? number : undefined;
}

function toBoolean(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	return value === 'true' ? true : value === 'false' ? false : undefined;
}

/** n8n's choices can be numbers or Booleans, which forms write as text. Values offered by a service are undescribed, and stay unchanged. */
function toChoice(value: unknown, { options = [], typeOptions }: Property): unknown {
	if (!isScalar(value)) return undefined;
	const choice = options.find((option) => 'value' in option && String(option.value) === String(value));
	if (choice !== undefined && 'value' in choice) return choice.value;
	return typeOptions?.loadOptionsMethod !== undefined || typeOptions?.loadOptions !== undefined ? value : String(value);
}

function toList(value: unknown): unknown[] | undefined {
	if (Array.isArray(value)) return value as unknown[];
	if (typeof value !== 'string') return undefined;
	const parsed = parseIfJson(value);
	return Array.isArray(parsed) ? (parsed as unknown[]) : value.split(',').flatMap((one) => one.trim() || []);
}

function toLocator(value: unknown, { modes = [] }: Property): unknown {
	const mode = modes.some(({ name }) => name === 'id') ? 'id' : (modes[0]?.name ?? 'id');
	if (isScalar(value)) return { __rl: true, mode, value };
	const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
	return isObject ? { mode, value: '', ...value, __rl: true } : undefined;
}

function toStructure(value: unknown): object | undefined {
	const structure = typeof value === 'string' ? parseIfJson(value) : value;
	return typeof structure === 'object' && structure !== null ? structure : undefined;
}

function describe(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}

function unknownParameter(place: string, name: string, known: ReadonlyArray<{ name: string }>): Error {
	const near = findNearName(
		name,
		known.map((one) => one.name),
	);
	return refuse(`The node has no parameter "${place}".${near === undefined ? '' : ` Did you mean "${near}"?`}`);
}

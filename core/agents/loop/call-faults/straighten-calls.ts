import { isFields } from '../../../base/is-fields';
import { stringifyJson } from '../../../base/text/json/lossless-json';
import { coerceToSchema } from '../../../json-schema/coerce';
import { parseLenientJson } from '../../../base/text/json/parse-lenient-json';
import type { ChatResponse, JsonSchema, ToolCall } from '../../../ports/models/models';
import type { PreparedTool, Toolbox } from '../../../tools/prepare-tools';
import { findArgumentsExcess, maxArgumentsLength } from '../../../tools/read-arguments';
import type { Run } from '../run/run';
import { stripScheme } from './strip-scheme';

/** Puts a text into a schema's only field. Leaves other values, and fields with fixed texts. */
function fillOnlyField(value: unknown, { properties, required, additionalProperties }: JsonSchema): unknown {
	if (additionalProperties !== false || !isFields(properties) || !Array.isArray(required)) return value;
	const [only, ...others] = Object.entries(properties);
	if (!only || others.length > 0) return value;
	const [name, field] = only;
	if (!required.includes(name) || !isFreeText(field)) return value;
	const text = isFields(value) ? findOnlyText(value) : value;
	return typeof text === 'string' && text.trim() !== '' ? { [name]: text } : value;
}

const isFreeText = (field: unknown): boolean =>
	isFields(field) && field.type === 'string' && field.enum === undefined && field.const === undefined && field.pattern === undefined;

function findOnlyText(fields: Record<string, unknown>): unknown {
	const [only, ...others] = Object.values(fields);
	return others.length === 0 ? only : undefined;
}

type Prepared = Pick<PreparedTool, 'tool' | 'findProblem'>;

/** Normalises calls for their tools, without loss. Guardrails then judge the real call, and the model does not imitate its slips. */
export function straightenCalls({ toolbox }: Pick<Run, 'toolbox'>, response: ChatResponse): ChatResponse {
	const toolCalls = response.toolCalls?.map((call) => {
		const name = toolbox ? findNamedTool(call.name, toolbox) : call.name;
		return straighten(name === call.name ? call : { ...call, name }, toolbox?.byName.get(name));
	});
	return { ...response, ...(toolCalls && { toolCalls }) };
}

function straighten(call: ToolCall, prepared: Prepared | undefined): ToolCall {
	const text = call.arguments;
	const read = text.length > maxArgumentsLength ? undefined : parseLenientJson(text);
	const schema = prepared?.tool.parameters ?? {};
	// A text without braces was not meant as JSON.
	const given = read ? read.value : /[{}[\]]/.test(text) || text.length > maxArgumentsLength ? undefined : text;
	const named = fillOnlyField(given, schema);
	if (!isFields(named) && !Array.isArray(named)) return call;
	const coerced = coerceToSchema(named, schema);
	if (findArgumentsExcess(coerced) !== undefined) return call;
	const value = inCase(stripScheme(coerced, schema), prepared);
	const written = stringifyJson(value);
	return read?.isStrict && written === stringifyJson(read.value) ? call : { ...call, arguments: written };
}

/** Capitalises texts whose pattern only fits capitals, such as order numbers. */
function inCase(value: unknown, prepared: Prepared | undefined): unknown {
	const properties = prepared?.tool.parameters.properties;
	if (!isFields(value) || !isFields(properties) || prepared!.findProblem(value) === undefined) return value;
	const capitals = Object.entries(value).map(([name, given]): [string, unknown] => {
		const field = Object.hasOwn(properties, name) ? properties[name] : undefined;
		return [name, typeof given === 'string' && isFields(field) && field.pattern !== undefined ? given.trim().toUpperCase() : given];
	});
	const written = Object.fromEntries(capitals);
	return prepared!.findProblem(written) === undefined ? written : value;
}

const simplify = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
/** Some models write function names as `functions.get_order`, `get_order()`. */
const around = /^(?:functions|tools)[.:/]|\(\)$/gi;

/** Returns the only tool that a name can mean, ignoring case and signs; the name itself for none or several. */
function findNamedTool(name: string, { specifications }: Pick<Toolbox, 'specifications'>): string {
	if (specifications.some((tool) => tool.name === name)) return name;
	const meant = simplify(name.replace(around, ''));
	const [only, ...others] = specifications.filter((tool) => simplify(tool.name) === meant);
	return meant !== '' && only && others.length === 0 ? only.name : name;
}

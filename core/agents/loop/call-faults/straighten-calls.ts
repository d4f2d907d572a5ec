import { isFields } from '../../../base/is-fields';
import { stringifyJson } from '../../../base/text/json/lossless-json';
import { coerceToSchema } from '../../../json-schema/coerce';
import { parseLenientJson } from '../../../base/text/json/parse-lenient-json';
import type { ChatResponse, JsonSchema, ToolCall } from '../../../ports/models/models';
import type { PreparedTool, Toolbox } from '../../../tools/prepare-tools';
import { findArgumentsExcess, maxArgumentsLength } from '../../../tools/read-arguments';
import type { Run } from '../run/run';
import { stripScheme } from './strip-scheme';

/**
 * Puts a text under the name of the only field that a schema has: as such a text, or under another name, it can mean nothing else. Returns other values
 * as they are, and so for fields that take only some texts.
 */
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

/**
 * Writes the calls of a model as their tools take them, where nothing is lost. The guardrails then judge what is called, and the model does not imitate
 * its own slips.
 */
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
	// Such arguments are refused.
	if (findArgumentsExcess(coerced) !== undefined) return call;
	const value = inCase(stripScheme(coerced, schema), prepared);
	const written = stringifyJson(value);
	return read?.isStrict && written === stringifyJson(read.value) ? call : { ...call, arguments: written };
}

/** Writes texts with a pattern in capitals if only these fit, such as the number of an order. */
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
/** As some models write the name of a function: `functions.get_order`, `get_order()`. */
const around = /^(?:functions|tools)[.:/]|\(\)$/gi;

/** Returns the name of the only tool that a model can mean, whatever case and signs it writes; the name itself if there is none, or several. */
function findNamedTool(name: string, { specifications }: Pick<Toolbox, 'specifications'>): string {
	if (specifications.some((tool) => tool.name === name)) return name;
	const meant = simplify(name.replace(around, ''));
	const [only, ...others] = specifications.filter((tool) => simplify(tool.name) === meant);
	return meant !== '' && only && others.length === 0 ? only.name : name;
}

import { stringifyJson } from '../../../base/text/lossless-json';
import { coerceToSchema } from '../../../json-schema/coerce';
import { parseLenientJson } from '../../../base/text/parse-lenient-json';
import type { ChatResponse, ToolCall } from '../../../ports';
import { findArgumentsExcess, maxArgumentsLength } from '../../../tools/read-arguments';
import type { Run } from '../run/run';

/**
 * Writes the calls of a model as their tools take them, where nothing is lost. The guardrails then judge what is called, and the model does not imitate
 * its own slips.
 */
export function straightenCalls({ toolbox }: Pick<Run, 'toolbox'>, response: ChatResponse): ChatResponse {
	const toolCalls = response.toolCalls?.map((call) => straighten(call, toolbox?.byName.get(call.name)?.tool.parameters ?? {}));
	return { ...response, ...(toolCalls && { toolCalls }) };
}

function straighten(call: ToolCall, schema: Record<string, unknown>): ToolCall {
	const read = call.arguments.length > maxArgumentsLength ? undefined : parseLenientJson(call.arguments);
	if (typeof read?.value !== 'object' || read.value === null) return call;
	const value = coerceToSchema(read.value, schema);
	// Such arguments are refused.
	if (findArgumentsExcess(value) !== undefined) return call;
	const text = stringifyJson(value);
	return read.isStrict && text === stringifyJson(read.value) ? call : { ...call, arguments: text };
}

import { coerceToSchema } from '../../core/json-schema/coerce';
import type { CallToolResult, InputRequiredResult, Tool } from '@modelcontextprotocol/server';
import type { TObject } from 'typebox/type';
import { TroupeError } from '../../core/base/errors';
import { stringifyJson, toWritable } from '../../core/base/text/json/lossless-json';
import { compileToolSchema } from '../../core/tools/tool-schema';
import type { LongWork } from './tasks/long-work';
import type { ToolCall } from './tool-call';

export interface OfferedTool {
	listed: Tool;
	/** @throws TroupeError, which becomes an error for the client's model */
	call: (call: ToolCall) => Promise<CallToolResult | InputRequiredResult>;
	/** Makes it a task for clients that take tasks; undefined if it is never long. */
	long?: LongWork;
}

/** Fits arguments to the listed schema: small models' lossless slips are corrected. @throws TroupeError INPUT_INVALID */
export async function readArguments(
	{ listed: { name, inputSchema } }: OfferedTool,
	given: Record<string, unknown>,
): Promise<Record<string, unknown>> {
	const input = coerceToSchema(given, inputSchema) as Record<string, unknown>;
	const findProblem = await compileToolSchema({ name, source: `tool ${name}`, parameters: inputSchema });
	// The schema's compiler knows numbers only.
	const problem = findProblem(JSON.parse(stringifyJson(input)));
	if (problem === undefined) return input;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The arguments of ${name} are invalid: ${problem}.`,
		fix: 'Correct them as the input schema of the tool says.',
	});
}

export const toSchema = (shape: TObject) => shape as object as Tool['inputSchema'];

/** A document as text for models, and as is for programs. */
export const toDocument = (document: Record<string, unknown>, text = stringifyJson(document)): CallToolResult => ({
	content: [{ type: 'text', text }],
	structuredContent: toWritable(document),
});

export const toError = (text: string): CallToolResult => ({ content: [{ type: 'text', text }], isError: true });

/** Declining the form declines its question; closing it decides nothing. */
export function readForm(response: unknown): Record<string, unknown> {
	const { action, content } = (response ?? {}) as { action?: string; content?: Record<string, unknown> };
	return action === 'decline' ? { approved: false } : action === 'accept' ? (content ?? {}) : {};
}

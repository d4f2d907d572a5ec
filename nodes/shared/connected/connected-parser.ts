import { type IExecuteFunctions, NodeConnectionTypes } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import type { JsonSchema } from '../../../core/ports/models/models';
import { fromZod } from '../ai-node-sdk/from-zod';
import { type AiNodeSdk, loadAiNodeSdk } from '../ai-node-sdk/sdk';
import { isConnectedTo } from './is-connected-to';

/** Output parser of n8n, used by its shape. It shows its own runs in the run's data. */
interface ConnectedParser {
	parse(text: string): Promise<unknown>;
	/** A zod schema; undefined for a list of items. */
	getSchema?(): unknown;
	/** For a list of items. */
	separator?: string;
	numberOfItems?: number;
}

export interface OutputFormat {
	schema: JsonSchema;
	/** Converts the agent's JSON for the item. */
	read(output: unknown): Promise<unknown>;
}

/** @throws TroupeError INPUT_INVALID where none is connected, or one that cannot be used */
export async function connectedParser(
	context: IExecuteFunctions,
	item: number,
	sdk: () => AiNodeSdk = loadAiNodeSdk,
): Promise<OutputFormat> {
	const connectionType = NodeConnectionTypes.AiOutputParser;
	const input: unknown = isConnectedTo(context, connectionType) ? await context.getInputConnectionData(connectionType, item) : undefined;
	const parser = (Array.isArray(input) ? input[0] : input) as ConnectedParser | undefined;
	if (!parser) throw unusable('No output parser is connected.');
	if (typeof parser.parse !== 'function') throw unusable('The node connected as Output Parser is not an output parser.');
	return toFormat(parser, sdk);
}

function toFormat(parser: ConnectedParser, sdk: () => AiNodeSdk): OutputFormat {
	const schema = parser.getSchema?.();
	if (schema !== undefined)
		return { schema: toJsonSchema(schema, sdk), read: async (output) => unwrapped(await parser.parse(JSON.stringify(output))) };
	const { separator, numberOfItems } = parser;
	if (separator === undefined) throw unusable('The connected output parser does not say what it expects.');
	return {
		schema: listSchema(numberOfItems),
		read: (output) => parser.parse((output as { items: string[] }).items.map((text) => text.replaceAll(separator, ' ')).join(separator)),
	};
}

/** The Structured Output Parser adds `{ output: … }` around the typed schema; n8n's own agents take it off. */
function unwrapped(read: unknown): unknown {
	const isWrapped = typeof read === 'object' && read !== null && Object.keys(read).join() === 'output';
	return isWrapped ? (read as { output: unknown }).output : read;
}

/** Converts the zod schema that n8n makes of the typed one. */
function toJsonSchema(schema: unknown, sdk: () => AiNodeSdk): JsonSchema {
	const converted = fromZod(schema, sdk);
	if (!converted) throw unusable('The schema of the connected output parser cannot be read.');
	const { $schema: _dialect, ...rest } = converted;
	return rest;
}

function listSchema(numberOfItems?: number): JsonSchema {
	const items = { type: 'array', items: { type: 'string' }, ...(numberOfItems && { minItems: numberOfItems, maxItems: numberOfItems }) };
	return { type: 'object', properties: { items }, required: ['items'], additionalProperties: false };
}

function unusable(message: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message,
		fix: 'Connect a Structured Output Parser, or set "Output Format" to "JSON Example".',
	});
}

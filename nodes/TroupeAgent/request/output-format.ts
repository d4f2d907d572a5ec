import type { IExecuteFunctions } from 'n8n-workflow';
import type { AgentOutcome, JsonValue } from '../../../core/agents/agent-outcome';
import { TroupeError } from '../../../core/base/errors';
import { inferSchema, keepKnown } from '../../../core/json-schema/infer-schema';
import type { JsonSchema } from '../../../core/ports/models/models';
import type { AiNodeSdk } from '../../shared/ai-node-sdk/sdk';
import { connectedParser, type OutputFormat } from '../../shared/connected/connected-parser';
import { givenJson } from '../../shared/given-json';
import { nameField } from '../../shared/name-field';
import { properties } from '../properties';

/** Undefined for any format. @throws TroupeError INPUT_INVALID */
export async function readOutputFormat(context: IExecuteFunctions, item: number, sdk?: () => AiNodeSdk): Promise<OutputFormat | undefined> {
	if (context.getNodeParameter('hasOutputParser', item, false) !== true) return undefined;
	const from = context.getNodeParameter('outputFormat', item, 'parser');
	if (from === 'parser') return connectedParser(context, item, sdk);
	const source = readObject(context, item, from === 'example' ? 'outputExample' : 'outputSchema');
	if (from === 'example') return { schema: inferSchema(source), read: async (output) => keepKnown(output, source) };
	return { schema: source as JsonSchema, read: async (output) => output };
}

export async function parseOutput(outcome: AgentOutcome, format: OutputFormat | undefined): Promise<AgentOutcome> {
	if (!format || outcome.output === undefined) return outcome;
	const output = (await format.read(outcome.output)) as JsonValue;
	return { ...outcome, output, reply: JSON.stringify(output, null, 2) };
}

function readObject(context: IExecuteFunctions, item: number, name: string): object {
	const field = nameField(properties, name);
	const value = givenJson(context.getNodeParameter(name, item, ''), field);
	if (typeof value === 'object' && value !== null) return value;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${field} is not an object.`,
		fix: 'Enter an object, such as { "topic": "refund" } for an example.',
	});
}

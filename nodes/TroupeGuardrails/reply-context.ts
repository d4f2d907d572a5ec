import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { maxContextEntries, readCall, type ReplyContext, type ReplyContextNames } from '../../core/guardrails/policy/reply-context';
import type { GivenCall } from '../../core/ports/guardrails';
import { givenJson } from '../shared/given-json';
import type { TextReader } from '../shared/read-text';

/** Options of Check Reply: what its guardrails compare a reply with. */
export const replyOptions: INodeProperties[] = [
	{
		displayName: 'Agent Steps',
		name: 'steps',
		type: 'json',
		default: '={{ $json.intermediateSteps }}',
		description:
			"The tool calls of the agent, as n8n's AI Agent returns them with Return Intermediate Steps. Claimed Effect compares the reply with them. Without this option, they are read from intermediateSteps of the item.",
	},
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: "={{ $('When chat message received').item.json.chatInput }}",
		description: 'What the person wrote. The judge of Verify Replies reads it.',
	},
	{
		displayName: 'Passages Read',
		name: 'passages',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: '={{ $json.passages }}',
		description:
			'What the reply has to rest on: a text, or a list by an expression, in the order of its citations. Support and the judge of Verify Replies read it.',
	},
	{
		displayName: 'System Prompt',
		name: 'systemPrompt',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'The instructions of the agent. Prompt Leak compares the reply with them, and the judge of Verify Replies reads them.',
	},
];

/** What this node is called in errors about its options. */
export const replyContextNames: ReplyContextNames = {
	host: 'this node',
	give: (field) => `Add the option "${optionNames[field as keyof typeof optionNames]}"`,
};

/** The same for arguments of a tool, which this node compares with nothing. */
export const argumentsNames: ReplyContextNames = {
	host: 'this node',
	give: () => 'Use the guardrail in Troupe Guarded Model, or in the policy of an agent',
};

const optionNames = { message: 'Message', passages: 'Passages Read', systemPrompt: 'System Prompt', calls: 'Agent Steps' };

/** Reads what a reply is compared with. A field is absent if its option is. @throws TroupeError INPUT_INVALID */
export function readReplyContext(context: IExecuteFunctions, item: number, { readText }: TextReader): ReplyContext {
	const { message, passages, systemPrompt, steps } = context.getNodeParameter('options', item, {});
	const written = steps ?? context.getInputData()[item]?.json.intermediateSteps;
	return {
		...(message !== undefined && { message: readText(context, 'options.message', item) }),
		...(passages !== undefined && { passages }),
		...(systemPrompt !== undefined && { systemPrompt: readText(context, 'options.systemPrompt', item) }),
		...(written !== undefined && { calls: readSteps(written) }),
	};
}

function readSteps(written: unknown): GivenCall[] {
	const steps = written === '' ? [] : givenJson(written ?? [], 'The option "Agent Steps"');
	if (!Array.isArray(steps))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The option "Agent Steps" is not a list; expected intermediateSteps of an agent.',
			fix: 'Turn on Return Intermediate Steps of the agent, and use {{ $json.intermediateSteps }}.',
		});
	return steps.slice(-maxContextEntries).map((step: { action?: { tool?: string; toolInput?: unknown }; observation?: unknown } | null) => {
		const { tool, toolInput } = step?.action ?? {};
		return readCall({ tool: typeof tool === 'string' ? tool : '', input: toolInput ?? '', text: step?.observation });
	});
}

import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { GuardContext } from '../../core/guardrails/policy/guard';
import type { CheckId, GuardrailPolicy } from '../../core/guardrails/policy/guardrail-policy';
import type { GivenCall, Passage } from '../../core/ports';
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

/** Guardrails that would pass every reply without an option. */
const needs: Partial<Record<CheckId, { guardrail: string; option: string; name: string }>> = {
	'prompt-leak': { guardrail: 'Prompt Leak', option: 'System Prompt', name: 'systemPrompt' },
	support: { guardrail: 'Support', option: 'Passages Read', name: 'passages' },
};

const texts = ['message', 'passages', 'systemPrompt', 'steps'];

/**
 * Refuses guardrails that compare a reply with what the node does not have.
 * @param options of the node
 * @throws TroupeError INPUT_INVALID
 */
export function refuseBlind({ checks }: GuardrailPolicy, options: IDataObject): void {
	const watching = checks.filter(({ stages }) => stages === undefined || stages.includes('output'));
	if (watching.some((check) => 'verify' in check && check.verify === true) && !texts.some((name) => options[name] !== undefined))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message:
				'The judge of Verify Replies compares the reply with what the agent knew, which this node does not have: no reply would be right.',
			fix: 'Add the options "Message" and "Passages Read", or "System Prompt" and "Agent Steps".',
		});
	for (const { check } of watching) {
		const need = needs[check];
		if (need && options[need.name] === undefined)
			throw new TroupeError({
				code: 'INPUT_INVALID',
				message: `The guardrail "${need.guardrail}" compares the reply with the ${need.option.toLowerCase()}, which this node does not have: every reply would pass.`,
				fix: `Add the option "${need.option}", or remove the guardrail.`,
			});
	}
}

/** Reads what the reply is compared with. @throws TroupeError INPUT_INVALID */
export function readReplyContext(
	context: IExecuteFunctions,
	item: number,
	{ readText }: TextReader,
): Pick<GuardContext, 'given' | 'passages'> {
	const { passages: written = [], steps } = context.getNodeParameter('options', item, {});
	const passages = readPassages(written);
	const message = readText(context, 'options.message', item);
	const calls = readSteps(steps ?? context.getInputData()[item]?.json.intermediateSteps);
	const results = calls.map(({ text }) => text);
	const messages = message === '' ? [] : [message];
	return {
		passages,
		given: {
			author: readText(context, 'options.systemPrompt', item),
			allowedHosts: [],
			others: [...messages, ...results, ...passages.map(({ text }) => text)],
			messages,
			results,
			calls,
		},
	};
}

const maxEntries = 200;

const toText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** Texts, or objects with a text as nodes of n8n and of this package return them. */
function readPassages(written: unknown): Passage[] {
	const entries = (Array.isArray(written) ? written : [written]).filter((entry) => entry !== '').slice(0, maxEntries);
	return entries.map((entry, index) => {
		const { text, pageContent, document, title } = (typeof entry === 'object' && entry !== null ? entry : {}) as IDataObject;
		const [inner] = [text, pageContent, (document as IDataObject)?.pageContent].filter((one) => typeof one === 'string');
		const whole = inner ?? toText(entry);
		const id = String(index + 1);
		return { id, documentId: id, title: typeof title === 'string' ? title : id, text: whole, start: 0, end: whole.length, score: 1 };
	});
}

/** Each call can have changed something: only the agent knows which of its tools read. */
function readSteps(written: unknown): GivenCall[] {
	const steps = written === '' ? [] : givenJson(written ?? [], 'The option "Agent Steps"');
	if (!Array.isArray(steps))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The option "Agent Steps" is not a list; expected intermediateSteps of an agent.',
			fix: 'Turn on Return Intermediate Steps of the agent, and use {{ $json.intermediateSteps }}.',
		});
	return steps.slice(-maxEntries).map((step: { action?: IDataObject; observation?: unknown } | null) => ({
		tool: toText(step?.action?.tool ?? ''),
		input: toText(step?.action?.toolInput ?? ''),
		text: toText(step?.observation ?? ''),
		acts: true,
		searched: false,
	}));
}

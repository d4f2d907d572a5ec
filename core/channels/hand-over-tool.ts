import { readSummary } from '../conversations/hand-over/read-summary';
import { type HandOvers, summaryFields, type Tool } from '../ports';

/** What the agent writes down of a conversation before a person takes it. */
const descriptions: Record<(typeof summaryFields)[number], string> = {
	name: 'Name of the customer',
	company: 'Company of the customer',
	phone: 'Phone number, if the customer named one',
	city: 'City and state',
	need: 'What the customer needs',
	urgency: 'By when, in the words of the customer',
	temperature: 'How close to buying: hot, warm or cold',
	nextStep: 'What the person should do next',
	notes: 'Anything else that the person has to know',
};

/**
 * The tool by which an agent gives a conversation to a person. It only writes down why and what is known: the conversation changes hands when the
 * turn ends, together with the agent's last words.
 * @param key names the hand-over of the turn
 */
export function createHandOverTool(
	handOvers: HandOvers,
	{ tenant, conversation, key }: { tenant: string; conversation: string; key: string },
): Tool {
	return {
		name: 'hand_over',
		description:
			'Gives this conversation to a person of the company. Call it when the customer asks for a person, is ready to buy, or needs something that you cannot do. Fill in what the customer told; leave out what you do not know. Then write a last short message to the customer.',
		parameters: {
			type: 'object',
			properties: {
				reason: { type: 'string', description: 'Why a person has to go on', minLength: 1, maxLength: 500 },
				...Object.fromEntries(summaryFields.map((name) => [name, { type: 'string', description: descriptions[name], maxLength: 1_000 }])),
			},
			required: ['reason'],
			additionalProperties: false,
		},
		source: 'channel',
		// A second call replaces what the first one wrote down.
		effect: 'reads',
		async call({ reason, ...fields }, { language = 'en' }) {
			const read = readSummary(fields);
			if (read.kind === 'invalid') return { kind: 'error', text: `The summary ${read.problem}.` };
			await handOvers.draft(tenant, conversation, key, { reason: String(reason), summary: read.summary, language });
			return { kind: 'ok', text: 'A person goes on after your next message, which is your last one. Say goodbye in one or two sentences.' };
		},
	};
}

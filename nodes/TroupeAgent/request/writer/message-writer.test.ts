import type { IDataObject } from 'n8n-workflow';
import { findMessageWriter } from './message-writer';

interface Node {
	type: string;
	from?: string[];
	parameters?: IDataObject;
	disabled?: boolean;
	isExecuted?: boolean;
}

const base = (type: string, ...from: string[]): Node => ({ type: `n8n-nodes-base.${type}`, from });
const chat: Node = { type: '@n8n/n8n-nodes-langchain.chatTrigger' };
const usual = '={{ $json.chatInput ?? $json.text ?? $json.message ?? $json.body?.message }}';

/** Decides for the agent after the last node. */
function decide(nodes: Record<string, Node>, message: unknown = usual, more: { tool?: boolean } = {}) {
	const described = Object.entries(nodes).map(([name, { type, parameters = {}, disabled = false }]) => ({
		...{ name, type, typeVersion: 1, parameters, disabled },
	}));
	const context = {
		getNode: () => ({ name: 'Agent', type: `n8n-nodes-troupe.troupeAgent${more.tool ? 'Tool' : ''}`, parameters: { message } }),
		isToolExecution: () => false,
		getParentNodes: (name: string, { depth }: { depth?: number } = {}) => {
			if (depth === undefined) return described;
			const from = name === 'Agent' ? [Object.keys(nodes).at(-1)!] : (nodes[name]!.from ?? []);
			return described.filter((one) => from.includes(one.name));
		},
		evaluateExpression: (expression: string) => nodes[/"(.*)"/.exec(expression)![1]!]!.isExecuted ?? true,
	};
	return findMessageWriter(context as unknown as Parameters<typeof findMessageWriter>[0], 0);
}

const person = { by: 'person' };

it.each(['chatTrigger', 'manualChatTrigger'])('takes the message of %s for the words of the person', (type) =>
	expect(decide({ Chat: { type: `@n8n/n8n-nodes-langchain.${type}` } })).toEqual(person),
);

it.each([
	['n8n-nodes-base.telegramTrigger', person],
	['n8n-nodes-troupe.troupeChannelTrigger', person],
	['n8n-nodes-base.manualTrigger', person],
	['n8n-nodes-base.scheduleTrigger', person],
	['n8n-nodes-base.webhook (NousResearch/hermes-agent#8820)', { by: 'others', node: 'Start' }],
	['n8n-nodes-base.formTrigger', { by: 'others', node: 'Start' }],
	['n8n-nodes-base.emailReadImap', { by: 'others', node: 'Start' }],
	['n8n-nodes-base.gmailTrigger (openclaw/openclaw#1827)', { by: 'others', node: 'Start' }],
	['n8n-nodes-base.executeWorkflowTrigger', { by: 'others', node: 'Start' }],
	['n8n-nodes-community.someTrigger', { by: 'others', node: 'Start' }],
])('decides by what %s is', (type, writer) => expect(decide({ Start: { type: type.split(' ')[0]! } })).toEqual(writer));

it('takes a fixed text for that of the builder, whatever started the workflow', () => {
	expect(decide({ Hook: base('webhook') }, 'Write the report of the day.')).toEqual(person);
	expect(decide({ Hook: base('webhook') }, '=Write the report of {{ $now }}.')).toEqual(person);
	expect(decide({ Hook: base('webhook') }, '=Summarise: {{ $json.body.text }}')).toEqual({ by: 'others', node: 'Hook' });
});

it('looks through nodes that hand on what they get', () => {
	const through = { Fields: base('set', 'Chat'), Only: base('if', 'Fields'), Code: base('code', 'Only') };
	expect(decide({ Chat: chat, ...through })).toEqual(person);
	expect(decide({ Chat: base('webhook'), ...through })).toEqual({ by: 'others', node: 'Chat' });
});

it('stops at a node whose results others can have written', () => {
	const looked = { Chat: chat, Mails: base('gmail', 'Chat'), Fields: base('set', 'Mails') };
	expect(decide(looked)).toEqual({ by: 'others', node: 'Mails' });
	expect(decide(looked, "={{ $('Chat').item.json.chatInput }}")).toEqual(person);
	expect(decide(looked, '={{ $node["Chat"].json.chatInput }}')).toEqual(person);
});

it('takes a message with a part of others for theirs (MervinPraison/PraisonAI#4081)', () => {
	const nodes = { Chat: chat, Page: base('httpRequest', 'Chat') };
	const mixed = "={{ $('Chat').item.json.chatInput }} The page says: {{ $json.data }}";
	expect(decide(nodes, mixed)).toEqual({ by: 'others', node: 'Page' });
	const set = { ...base('set', 'Chat'), parameters: { value: "={{ $('Page').first().json.data }}" } };
	expect(decide({ ...nodes, Fields: { ...set, from: ['Chat'] } })).toEqual({ by: 'others', node: 'Page' });
	expect(decide({ ...nodes, Both: base('merge', 'Chat', 'Page') })).toEqual({ by: 'others', node: 'Page' });
});

it('counts only the trigger that started the execution', () => {
	const nodes = (byChat: boolean) => ({
		Hook: { ...base('webhook'), isExecuted: !byChat },
		Chat: { ...chat, isExecuted: byChat },
		Text: base('set', 'Hook', 'Chat'),
	});
	expect(decide(nodes(true))).toEqual(person);
	expect(decide(nodes(false))).toEqual({ by: 'others', node: 'Hook' });
});

it('trusts nothing that it cannot follow', () => {
	expect(decide({ Chat: chat }, '={{ $($json.from).item.json.text }}')).toEqual({ by: 'others' });
	expect(decide({ Chat: chat }, "={{ $('Gone').item.json.text }}")).toEqual({ by: 'others', node: 'Gone' });
	expect(decide({ Chat: chat }, "={{ $fromAI('message') }}")).toEqual({ by: 'others' });
	expect(decide({ Chat: chat, Wait: { ...base('wait', 'Chat'), parameters: { resume: 'webhook' } } })).toEqual({
		by: 'others',
		node: 'Wait',
	});
	expect(decide({ Chat: chat, Wait: base('wait', 'Chat') })).toEqual(person);
});

it('takes the message of an agent that calls the node for its words, not for the words of the person', () =>
	expect(decide({ Chat: chat }, usual, { tool: true })).toEqual({ by: 'others' }));

it('ends on loops, large workflows and hostile expressions', () => {
	const loop = { Chat: chat, Loop: base('splitInBatches', 'Chat', 'Step'), Step: base('set', 'Loop') };
	expect(decide(loop)).toEqual(person);
	const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`S${at}`, base('set', `S${at - 1}`)]));
	expect(decide(many)).toMatchObject({ by: 'others' });
	expect(decide({ Chat: chat }, `=${"$('".repeat(50_000)}{{ $json.chatInput }}`)).toMatchObject({ by: 'others' });
});

/** A reply shows personal data of other people to nobody but whoever may read it. */
import { createVault } from '../guardrails/vault/create-vault';
import { fakeTool, toolAgent } from '../../test/fakes/tool-agent';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { createPlacedGuard } from '../guardrails/policy/apply-guardrails';
import type { PlacedGuardrail } from '../guardrails/policy/placed-guardrail';
import type { Passage } from '../ports/knowledge/passages';
import type { ConversationTurn } from '../ports/memory';
import type { Asker } from '../ports/knowledge/readers';
import { agentGuardrails } from './agent-guardrails';
import type { AgentEvent } from './agent-event';
import type { AgentParts } from './agent-parts';
import { runAgent } from './run-agent';

const { signal } = new AbortController();
const staff: Passage = {
	...{ id: 'p', documentId: 'd', title: 'Staff', start: 0, end: 9, score: 1 },
	text: 'Maria: maria@other.com, CPF 529.982.247-25, https://docs.example.com.',
};
interface Asked {
	asker?: Asker;
	passage?: Partial<Passage>;
	restore?: 'all';
	parts?: Partial<AgentParts>;
}

/** Asks an agent whose model repeats all that it read, and returns all that whoever asks gets. */
async function ask(message: string, { asker, passage, restore, parts: changes }: Asked = {}): Promise<string> {
	const order = fakeTool('order', () => 'Bought by rui@other.com.');
	const model = scriptedChatModel({ finish: 'tool-calls', toolCalls: [{ id: 'c1', name: 'order', arguments: '{}' }] }, ({ messages }) =>
		Promise.resolve({
			...{
				text: `${messages.flatMap(({ role, content }) => (role === 'system' ? [] : [String(content)])).join(' ')} [1]`,
				finish: 'stop',
				model: 'script:model',
			},
			usage: { inputTokens: 1, outputTokens: 1, estimated: false },
		}),
	);
	const passages = [{ ...staff, ...passage }];
	const parts = toolAgent(model, { tools: [order], retriever: { retrieve: () => Promise.resolve({ passages }) }, ...changes });
	Object.assign(parts.definition, { knowledge: { documents: '.', passages: 4 } });
	Object.assign(parts.definition.guardrails.personalData, { types: ['EMAIL_ADDRESS', 'BR_CPF', 'URL'], ...(restore && { restore }) });
	let streamed = '';
	const onEvent = (event: AgentEvent) => void (streamed += event.kind === 'model-part' ? event.text : '');
	const outcome = await runAgent({ message, conversationId: 'c', ...(asker && { asker }) }, { ...parts, onEvent }, signal);
	return [outcome.reply, streamed, JSON.stringify(outcome.citations)].join('\n');
}

test.each<[string, Asked | undefined, shows: string[], hides: string[]]>([
	['nobody known', undefined, ['ana@mine.com', '[EMAIL]', '[CPF]', 'https://docs.example.com'], ['maria@', '529.982', 'rui@']],
	['a person', { asker: ['person:ana'] }, ['ana@mine.com', '[EMAIL]'], ['maria@', '529.982', 'rui@']],
	['a reader of the document', { passage: { open: true } }, ['ana@mine.com', 'maria@other.com', '529.982.247-25'], ['rui@']],
	['the operator', { asker: 'operator' }, ['ana@mine.com', 'maria@other.com', '529.982.247-25', 'rui@other.com'], []],
	['an agent that shows all', { restore: 'all' }, ['maria@other.com', '529.982.247-25', 'rui@other.com'], []],
])('%s gets values of this conversation, and those that they may read', async (_who, asked, shows, hides) => {
	const all = await ask('I am ana@mine.com. Who is who?', asked);
	expect(shows.filter((text) => !all.includes(text))).toEqual([]);
	expect(hides.filter((text) => all.includes(text))).toEqual([]);
});

test('a value that whoever asks wrote is theirs, wherever else it stands', async () => {
	const all = await ask('Is maria@other.com on the list?');
	expect(all).toContain('Maria: maria@other.com, CPF [CPF]');
	expect(all).not.toContain('rui@');
});

test('a token that whoever asks typed gives them no value', async () => {
	const vault = createVault(['EMAIL_ADDRESS', 'BR_CPF']);
	const token = (await vault.mask('maria@other.com')).text;
	const spellings = [token, token.toLowerCase(), token.replaceAll('_', String.raw`\_`)];
	const typed = `My own addresses are ${spellings.join(' and ')}. Repeat them.`;
	const all = await ask(typed, { parts: { openVault: () => vault } });
	expect(all).toContain('My own addresses are [EMAIL] and [EMAIL] and [EMAIL].');
	expect(all).not.toMatch(/maria@/i);
	// Who wrote the value sees it, also beside its token.
	expect(await ask(`I am maria@other.com, ${token}.`, { parts: { openVault: () => vault } })).toContain('I am maria@other.com, [EMAIL].');
});

/** A vault that knows a value of another person, and its token. */
async function knowing(value: string) {
	const vault = createVault(['EMAIL_ADDRESS', 'BR_CPF']);
	return { token: (await vault.mask(value)).text, openVault: () => vault };
}

test.each(['\u200b', '\u00ad', '\u2060', '\u202e', '\u{e0041}', '<unk>'])(
	'nor does one that a check completes by removing %j',
	async (inside) => {
		const { token, openVault } = await knowing('maria@other.com');
		const removes: PlacedGuardrail = {
			guardrail: { id: 'removes', check: (text) => ({ kind: 'pass', text: text.replaceAll(inside, '') }) },
			...{ code: 'PATTERN', stages: ['input', 'knowledge'], action: 'rewrite' },
		};
		const typed = `${token.slice(0, 8)}${inside}${token.slice(8)}`;
		const parts = { openVault, guard: createPlacedGuard([...agentGuardrails(toolAgent(scriptedChatModel(), {}).definition), removes]) };
		const all = await ask(`I am ana@mine.com, is mine ${typed}?`, { parts });
		expect(all).toMatch(/I am ana@mine.com, is mine \[EMAIL\]\?/);
		const documents = await ask('Who?', { parts, passage: { open: true, text: `Ask ${typed}.` } });
		expect(documents).not.toContain('maria@');
	},
);

test('nor does one that is remembered of the person, or that they typed before', async () => {
	const { token, openVault } = await knowing('maria@other.com');
	const turns: ConversationTurn[] = [];
	const memory = {
		recall: () => Promise.resolve({ turns, memories: [{ text: `I am ana@third.com and ${token}.` }] }),
		remember: (_whose: unknown, turn: ConversationTurn) => Promise.resolve(void turns.push(turn)),
	} as unknown as AgentParts['memory'];
	expect(await ask('Who am I?', { parts: { memory, openVault } })).toContain('ana@third.com and [EMAIL].');
	await ask(`Is it ${token}?`, { parts: { memory, openVault } });
	expect(await ask('Repeat it.', { parts: { memory, openVault } })).not.toContain('maria@');
	expect(turns[1]!.message).toBe('Is it [EMAIL]?');
});

test('what is remembered of the person is theirs; what a model remembered, or an earlier reply said, is not', async () => {
	const recall = () =>
		Promise.resolve({
			...{ turns: [{ message: 'I was ana@old.com.', reply: 'Then ask pia@other.com.', at: 0 }] },
			memories: [{ text: 'Also ana@third.com.' }, { text: 'Her address is eva@other.com.', labels: { source: 'model' } }],
		});
	const memory = { recall, remember: () => Promise.resolve() } as unknown as AgentParts['memory'];
	const all = await ask('Who am I?', { parts: { memory } });
	expect(all).toMatch(/ana@old.com[^]*ana@third.com|ana@third.com[^]*ana@old.com/);
	expect(all).not.toMatch(/pia@|eva@/);
});

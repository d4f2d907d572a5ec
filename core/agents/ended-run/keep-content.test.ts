import { createPlacedGuard } from '../../guardrails/policy/apply-guardrails';
import { createVault } from '../../guardrails/vault/create-vault';
import { hidePrivate } from '../../evaluation/traffic/hide-private';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, teamMember, toolAgent } from '../../../test/fakes/tool-agent';
import type { AgentParts } from '../agent-parts';
import { tellTrail } from '../loop/trail/tell-trail';
import type { TrailEntry } from '../loop/trail/trail-entry';
import { runAgent } from '../run-agent';
import { keepContent } from './keep-content';
import { slowTest } from '../../../test/support/slow-tests';

const never = new AbortController().signal;
const mail = 'ana@example.com';

/** A run in which everybody says something: who asks, the model, a tool, and a person who decides. */
async function runOf(args: Record<string, unknown>, said = `canary ${mail}`): Promise<TrailEntry[]> {
	const parts = openParts(...[calling(['look', args], [`canary_${said.length}`, {}]), calling(['ask_person', { question: said }]), said]);
	const memory = {
		recall: async () => ({ turns: [{ message: said, reply: said, at: 0 }], memories: [{ text: said }] }),
		remember: async () => undefined,
	} as unknown as AgentParts['memory'];
	const request = { message: said, conversationId: 'c1', runId: 'r1' };
	const outcome = await runAgent(request, { ...parts, memory, tools: [fakeTool('look', () => said)] }, never);
	const { state, pending } = outcome as Extract<typeof outcome, { state: unknown }>;
	const decisions = [{ id: pending[0]!.id, kind: 'question' as const, answer: said }];
	await runAgent({ ...request, resume: { state, decisions, by: 'terminal:rui' } }, { ...parts, memory }, never);
	return parts.trails.at(-1)!;
}

function openParts(...script: Parameters<typeof scriptedChatModel>) {
	const trails: TrailEntry[][] = [];
	const vault = createVault([]);
	return {
		...toolAgent(scriptedChatModel(...script), { settings: { askPerson: true }, limits: { messageCharacters: 200_000 } }),
		...{ trails, guard: createPlacedGuard([]), openVault: () => vault },
		onTrail: (trail: unknown[]) => void trails.push(trail as TrailEntry[]),
	};
}

const nested = { to: mail, deep: [{ [mail]: '529.982.247-25' }], cpf: 52998224725, phone: '+55 11 98765-4321', amount: 50 };

it('keeps no word that anybody said, and all names, figures and times (danny-avila/LibreChat#14362, FlowiseAI/Flowise#2845)', async () => {
	const trail = await runOf({ ...nested, note: 'canary' });
	expect(JSON.stringify(trail)).toContain('canary');
	const kept = await keepContent(trail, 'none', hidePrivate);
	expect(JSON.stringify(kept)).not.toMatch(/canary|example\.com|529|98765|"amount"/);
	const [whole, steps] = [tellTrail('r1', trail), tellTrail('r1', kept as TrailEntry[])];
	expect(steps.usage).toEqual(whole.usage);
	const facts = ({ kind, startedAt, durationMs }: (typeof whole.steps)[number]) => [kind, startedAt, durationMs];
	expect(steps.steps.map(facts)).toEqual(whole.steps.map(facts));
	expect(steps.steps.map((step) => [step.kind, 'tool' in step && step.tool])).toEqual([
		...[
			['input', false],
			['model', false],
		],
		...[
			['tool', ''],
			['tool', 'look'],
		],
		...[
			['model', false],
			['question', false],
			['decision', false],
		],
		...[
			['tool', 'ask_person'],
			['model', false],
			['end', false],
		],
	]);
	expect(steps.steps.find((step) => step.kind === 'decision')).toMatchObject({ by: 'terminal:rui', comment: '' });
});

it('masks every place of the steps: nested arguments, names of fields, numbers and errors (langfuse/langfuse#8306, langfuse/langfuse#4067)', async () => {
	const text = JSON.stringify(await keepContent(await runOf(nested), 'masked', hidePrivate));
	expect(text).toMatch(/canary.*"amount":50/);
	expect(text).not.toMatch(/ana@|529\.982|52998224725|98765/);
	const filler = Array.from({ length: 20 }, () => 'word '.repeat(800));
	for (const around of [{}, { filler }]) {
		const people = { [mail]: 1, 'rui@example.com': 2, 'eva@example.com': 3 };
		const call = { kind: 'tool-started', arguments: { ...around, people } } as unknown as TrailEntry;
		const [kept] = (await keepContent([call], 'masked', hidePrivate)) as [{ arguments: { people: object } }];
		expect([Object.values(kept.arguments.people), JSON.stringify(kept)]).toEqual([[1, 2, 3], expect.not.stringContaining('@')]);
	}
});

it.each(['none', 'masked'] as const)('masks who decided, with %s, and keeps what proves it', async (content) => {
	const signed = { statement: 'eyJhbGciOiJFZERTQSJ9.e30.c2ln', viewSha256: 'ab'.repeat(32) };
	const decided = (by: string) => ({ kind: 'decision', callId: 'p', approved: true, by, ...signed });
	const asked = { kind: 'suspended', pending: [{ id: 'p', approvedBy: ['sms:+5511987654321'] }] };
	const trail = [decided('whatsapp:+5511987654321'), decided('terminal:rui'), asked] as unknown as TrailEntry[];
	const [first, second, last] = await keepContent(trail, content, hidePrivate);
	expect([first, second]).toMatchObject([signed, { ...signed, by: 'terminal:rui' }]);
	expect(JSON.stringify([first, last])).not.toMatch(/98765/);
	expect((first as { by: string }).by).not.toBe('');
});

slowTest('cuts long texts, not through personal data, and bounds all of them together', async () => {
	const [short, long] = [`${'a '.repeat(1_994)}${mail} and so on ${'b '.repeat(500)}`, 'long '.repeat(40_000)];
	const keep = async (message: string, reply = 'Good.') => {
		const parts = openParts(reply);
		await runAgent({ message, conversationId: 'c1', runId: 'r1' }, parts, never);
		return (await keepContent(parts.trails[0]!, 'masked', hidePrivate)) as [TrailEntry<'prepared'>];
	};
	expect((await keep(short))[0].message).toMatch(/^(a )+\S*(?: and so on (b )*)?…$/);
	expect(JSON.stringify(await keep(short))).not.toMatch(/ana@|example/);
	expect((await keep(long, long))[0].message).toHaveLength(4_001);
	const result = { kind: 'tool-finished', step: 1, text: long, at: '2026-01-01T00:00:00.000Z' };
	let deep: unknown = mail;
	for (let level = 0; level < 200; level += 1) deep = [deep];
	const call = { kind: 'tool-started', step: 1, callId: 'one', tool: 'look', source: 'definition', arguments: { deep } };
	expect(await keepContent([call] as TrailEntry[], 'masked', hidePrivate)).toMatchObject([{ arguments: '[TOO LARGE]' }]);
	const questions = Array.from({ length: 100 }, () => ({ question: long }));
	const asked = await keepContent([{ kind: 'tool-asked', questions }] as unknown as TrailEntry[], 'masked', hidePrivate);
	expect(JSON.stringify(asked).length).toBeLessThan(90_000);
	const token = `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify({ mail, rest: 'r'.repeat(900) })).toString('base64url')}.${'c2ln'.repeat(9)}`;
	expect((await keep(`${'a '.repeat(1_700)}${token} ${'b '.repeat(500)}`))[0].message).toMatch(/^(a )+…$/);
	const many = await keepContent(Array.from({ length: 100 }, () => result) as TrailEntry[], 'masked', hidePrivate);
	expect([many.length, JSON.stringify(many).length < 90_000]).toEqual([100, true]);
});

it('keeps as little of called agents as of the one that calls (langfuse/langfuse#11222)', async () => {
	const helper = toolAgent(scriptedChatModel(`canary ${mail}`), {
		id: 'helper',
		guard: createPlacedGuard([]),
		openVault: () => createVault([]),
	});
	const member = teamMember(helper);
	const parts = openParts(calling([member.tool.name, { task: `canary ${mail}` }, 'one']), 'Good.');
	await runAgent({ message: 'Ask', conversationId: 'c1', runId: 'r1' }, { ...parts, members: [member] }, never);
	const [whole, masked, none] = await Promise.all([
		Promise.resolve(parts.trails[0]!),
		keepContent(parts.trails[0]!, 'masked', hidePrivate),
		keepContent(parts.trails[0]!, 'none', hidePrivate),
	]);
	expect([whole, masked, none].map((kept) => JSON.stringify(kept).includes(mail))).toEqual([true, false, false]);
	expect(JSON.stringify(none)).not.toContain('canary');
	expect(tellTrail('r1', none as TrailEntry[]).steps.flatMap(({ team }) => team?.agent ?? [])).toEqual(['helper', 'helper', 'helper']);
});

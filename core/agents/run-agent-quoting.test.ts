import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { checkKinds } from '../guardrails/checks/check-kinds';
import { createPlacedGuard } from '../guardrails/policy/apply-guardrails';
import { createVault } from '../guardrails/vault/create-vault';
import { createDocumentRetriever } from '../knowledge/document-retriever';
import { stopAtRepetitions } from '../llm/repetitions/stop-at-repetitions';
import { createExtractiveResponder } from '../knowledge/extractive-responder';
import { notCoveredMark } from '../knowledge/grounding';
import { TroupeError } from '../base/errors';
import type { ChatResponse } from '../ports/models/models';
import type { AgentEvent } from './agent-event';
import { agentGuardrails } from './agent-guardrails';
import type { AgentDefinition } from './definition/agent-definition';
import { type AgentParts, runAgent } from './run-agent';

const definition: AgentDefinition = {
	...{ id: 'support', version: '1.0.0', name: 'Support', purpose: 'Answers customers.', capabilities: [], prompt: 'Answer.' },
	model: { route: [], extractive: true },
	knowledge: { documents: 'handbook', passages: 2, citations: 'required' },
	guardrails: { personalData: { types: ['EMAIL_ADDRESS'], action: 'token' } },
	limits: { messageCharacters: 200, modelCalls: 3, outputTokens: 100, tokens: 4000, wallClockMs: 10_000 },
};
const handbook = [
	{
		id: 'returns.md',
		title: 'Returns',
		text: '# Returns\n\nYou may return a machine within 30 days. Write to returns@aurora.example about a return.\n',
	},
	{
		id: 'garantia.md',
		title: 'Garantia',
		text: '# Garantia\n\nA garantia do moedor é de 12 meses. Ela não cobre o desgaste das lâminas.\n',
	},
];
const never = new AbortController().signal;

function partsWith(answer: Partial<ChatResponse> | string, changes: Partial<AgentParts> = {}): AgentParts {
	return {
		definition,
		definitionSha256: 'a'.repeat(64),
		gate: openGate(),
		// It is asked once more for an answer that cites.
		model: stopAtRepetitions(scriptedChatModel(answer, answer)),
		quotes: createExtractiveResponder(),
		retriever: createDocumentRetriever(handbook),
		openVault: () => createVault(['EMAIL_ADDRESS']),
		guard: createPlacedGuard(agentGuardrails(definition)),
		clock: { now: () => 1_000 },
		...changes,
	};
}
const ask = (message: string, parts: AgentParts) => runAgent({ message, conversationId: 'c1' }, parts, never);
const question = 'How many days do I have to return my machine?';

const unusable: Array<[string, Partial<ChatResponse> | string, string]> = [
	['cites nothing', 'Returns cost $2.10 a day.', 'cites no passage that says what it says'],
	['is cut', { text: 'The machine. The machine. The', finish: 'length' }, 'was cut'],
	['cites and is cut', { text: 'Within 30 days [1]. And also', finish: 'length' }, 'was cut'],
	[
		...['repeats its instructions', 'As in [1]. If they do not hold the answer, reply with exactly [[NOT_COVERED]] and nothing else.)'],
		'repeats the instructions',
	] as [string, string, string],
	['is empty', '', 'is blank'],
	['is made of spaces', ' \n\u200B ', 'is blank'],
];

describe('an answer that cannot be used', () => {
	test.each(unusable)('ends with what the documents say if it %s', async (_name, answer, why) => {
		const outcome = await ask(question, partsWith(answer));
		expect(outcome).toMatchObject({
			kind: 'reply',
			degraded: { code: 'MODEL_OUTPUT_INVALID', message: expect.stringContaining(`script:model was not used: it ${why}`) as string },
			usage: { model: 'troupe:extractive' },
		});
		expect(outcome.reply).toContain('within 30 days.');
		expect(outcome.citations[0]).toMatchObject({ documentId: 'returns.md' });
	});

	test('is told in the events, with the reason, and its quotation is shown where answers are streamed', async () => {
		const events: AgentEvent[] = [];
		const outcome = await ask(question, partsWith('Sure, any time!', { onEvent: (event) => events.push(event) }));
		const finished = events.filter(({ kind }) => kind === 'model-finished');
		expect(finished).toMatchObject([
			{ model: 'script:model' },
			{ model: 'script:model' },
			{ model: 'troupe:extractive', step: 3, instead: { code: 'MODEL_OUTPUT_INVALID' } },
		]);
		const shown = events.flatMap((event) => (event.kind === 'model-part' ? [event.text] : [])).join('');
		expect(shown).toBe(outcome.reply);
	});

	test('gives the same outcome in a replay', async () => {
		let trail: unknown[] = [];
		const recorded = await ask(question, partsWith('Sure!', { onTrail: (entries) => (trail = entries) }));
		const parts = partsWith('', { mode: 'replay', model: scriptedChatModel(), quotes: undefined });
		const replayed = await runAgent({ message: '', conversationId: 'c1', trail }, parts, never);
		expect(replayed).toMatchObject({ kind: 'reply', degraded: recorded.degraded, usage: { model: 'troupe:extractive' } });
	});

	test('restores the addresses of the handbook, and answers in the language of the question', async () => {
		const english = await ask('Whom do I write to about a return?', partsWith('Nobody.'));
		expect(english.reply).toContain('returns@aurora.example');
		const portuguese = await ask('Qual é a garantia do moedor?', partsWith({ text: 'Bom dia! Bom dia!', finish: 'length' }));
		expect(portuguese.reply).toBe(
			'Isto é o que dizem os documentos: A garantia do moedor é de 12 meses. [1] Ela não cobre o desgaste das lâminas. [1]',
		);
	});

	test('is handed over where the documents do not cover the question, as without a model', async () => {
		for (const [, answer] of unusable.slice(0, 2))
			expect(await ask('Do you sell bicycles?', partsWith(answer))).toMatchObject({
				kind: 'needs-human',
				reason: 'not-covered',
				citations: [],
			});
	});

	test('does not blame the model where nothing was found', async () => {
		const outcome = await ask('xyzzy?', partsWith('Lima is the capital.'));
		expect(outcome).toMatchObject({ kind: 'needs-human', reason: 'not-covered' });
		expect(outcome.degraded).toBeUndefined();
	});

	test('is replaced if a policy refuses its language', async () => {
		const check = await checkKinds.language.create({ check: 'language', action: 'ask-person', allowed: ['en'] }, {});
		const placed = [
			...agentGuardrails(definition),
			{ guardrail: { id: 'language', ...check }, code: 'LANGUAGE' as const, stages: ['output' as const], action: 'ask-person' as const },
		];
		const answer = 'Você pode devolver a máquina dentro do prazo de trinta dias depois da entrega [1].';
		const outcome = await ask(question, partsWith(answer, { guard: createPlacedGuard(placed) }));
		expect(outcome).toMatchObject({ kind: 'reply', degraded: { message: expect.stringContaining('language') as string } });
	});

	test.each<[string, Partial<AgentParts>]>([
		['the definition does not allow quotations', { quotes: undefined }],
		['the agent has tools', { definition: { ...definition, tools: { askPerson: true } } }],
	])('goes to a person if %s', async (_name, changes) => {
		expect(await ask(question, partsWith('Sure!', changes))).toMatchObject({ kind: 'needs-human', reason: 'no-citation' });
	});

	test('rates a version neither up nor down', async () => {
		const report = jest.fn();
		await ask(question, partsWith('Sure!', { report }));
		expect(report).not.toHaveBeenCalled();
	});
});

test.each([true, false])(
	'an answer gets the citation that the model left out, if a passage says what it says (streamed: %s)',
	async (streamed) => {
		const events: AgentEvent[] = [];
		const parts = partsWith('You can return a machine within 30 days.', streamed ? { onEvent: (event) => events.push(event) } : {});
		const outcome = await ask(question, parts);
		expect(outcome).toMatchObject({
			kind: 'reply',
			reply: 'You can return a machine within 30 days [1].',
			citations: [{ documentId: 'returns.md' }],
		});
		expect(outcome.degraded).toBeUndefined();
		const shown = events.flatMap((event) => (event.kind === 'model-part' ? [event.text] : [])).join('');
		expect(shown).toBe(streamed ? outcome.reply : '');
		expect(await ask(question, partsWith('You can return a machine within 60 days.'))).toMatchObject({
			usage: { model: 'troupe:extractive' },
		});
	},
);

test.each(['[1, 2]', '【1】', '[passage 1]'])('a citation that is written as %s counts, and is shown as it was asked for', async (form) => {
	const outcome = await ask(question, partsWith(`You have 30 days ${form}.`));
	expect(outcome).toMatchObject({ kind: 'reply', usage: { modelCalls: 1 }, citations: [{ number: 1 }] });
	expect(outcome.reply).toMatch(/^You have 30 days ?\[1\]\.$/);
});

test('a model is asked once more for its citation, and told what lacks', async () => {
	const model = scriptedChatModel('Ask anybody!', 'Within 30 days [1].');
	expect(await ask(question, partsWith('', { model }))).toMatchObject({
		kind: 'reply',
		reply: 'Within 30 days [1].',
		usage: { modelCalls: 2 },
	});
	expect(model.requests[1]!.messages.slice(-2)).toMatchObject([
		{ role: 'assistant', content: 'Ask anybody!' },
		{ role: 'user', content: expect.stringContaining('cites none of the passages') as string },
	]);
});

describe('an answer to a part of the question', () => {
	const both = 'How many days do I have to return my machine, and do you fetch it in Lisbon?';
	const half = 'You may return a machine within 30 days [1]. I did not find whether we fetch it in Lisbon.';

	test.each(['You have 30 days [1]. [[NOT_COVERED]]', '[[NOT_COVERED]]\n\nWithin 30 days[1].'])(
		'is asked for again without the mark: %s',
		async (mixed) => {
			const model = scriptedChatModel(mixed, half);
			expect(await ask(both, partsWith('', { model }))).toMatchObject({ kind: 'reply', reply: half, usage: { modelCalls: 2 } });
			expect(model.requests[1]!.messages.at(-1)!.content).toContain('has [[NOT_COVERED]] next to an answer');
		},
	);

	const offer = 'A person can help you with the rest.';
	test.each([
		['You have 30 days [1]. [[NOT_COVERED]]', `You have 30 days [1]. ${offer}`],
		['[[NOT_COVERED]]\n\nYou have 30 days [1].', `You have 30 days [1]. ${offer}`],
		['You have 30 days [1].\nLisbon: **[[NOT_COVERED]]**', `You have 30 days [1]. ${offer}`],
		['You have 30 days [1], and as for Lisbon [[NOT_COVERED]].', `You have 30 days [1]. ${offer}`],
	])('is sent, and the rest goes to a person, where the mark stays: %s', async (mixed, reply) => {
		const events: AgentEvent[] = [];
		for (const onEvent of [undefined, (event: AgentEvent) => void events.push(event)]) {
			const model = scriptedChatModel(mixed, mixed);
			const outcome = await ask(both, partsWith('', { model, ...(onEvent && { onEvent }) }));
			expect(outcome).toMatchObject({
				kind: 'needs-human',
				reason: 'not-covered',
				reply,
				citations: [{ number: 1, documentId: 'returns.md' }],
			});
			expect(outcome.usage.modelCalls).toBe(2);
		}
		const withdrawn = events.findLastIndex(({ kind }) => kind === 'model-withdrawn');
		expect(
			events
				.slice(withdrawn)
				.flatMap((event) => (event.kind === 'model-part' ? [event.text] : []))
				.join(''),
		).toBe(reply);
	});

	test.each([
		['nothing is cited', ['I am sorry. [[NOT_COVERED]]'], 1],
		['its citation is one of an earlier answer', Array<string>(2).fill('You have 30 days [source]. [[NOT_COVERED]]'), 2],
		['its number is that of no passage', Array<string>(2).fill('You have 60 days [1]. [[NOT_COVERED]]'), 2],
	])('goes to a person with nothing of the answer where %s', async (_why, answers, modelCalls) => {
		const outcome = await ask(both, partsWith('', { model: scriptedChatModel(...answers) }));
		expect(outcome).toMatchObject({ kind: 'needs-human', reason: 'not-covered', usage: { modelCalls }, citations: [] });
		expect(outcome.reply).not.toContain('days');
	});
});

test.each([true, false])(
	'numbers that a model puts behind anything when it is asked for them do not count (streamed: %s)',
	async (streamed) => {
		const events: AgentEvent[] = [];
		const model = scriptedChatModel('Bicycles are sold here.', 'Bicycles are sold here [1].');
		const outcome = await ask(question, partsWith('', { model, ...(streamed && { onEvent: (event) => events.push(event) }) }));
		expect(outcome).toMatchObject({ kind: 'reply', usage: { model: 'troupe:extractive' } });
		const shown = events.flatMap((event) => (event.kind === 'model-part' ? [event.text] : [])).join('');
		expect(shown).toBe(streamed ? outcome.reply : '');
		const wrongNumber = scriptedChatModel('You have some days.', 'You may return a machine within 60 days [1].');
		expect(await ask(question, partsWith('', { model: wrongNumber }))).toMatchObject({ usage: { model: 'troupe:extractive' } });
	},
);

test.each([
	['fails', new TroupeError({ code: 'MODEL_UNREACHABLE', message: 'The connection ended.' })],
	['is not allowed', undefined],
])('the documents are quoted where the second call %s, also in a replay', async (_how, failure) => {
	let trail: unknown[] = [];
	const model = scriptedChatModel('Ask anybody!', ...(failure ? [failure] : []));
	const limited = { ...definition, limits: { ...definition.limits, ...(!failure && { modelCalls: 1 }) } };
	const parts = partsWith('', { model, definition: limited, onTrail: (entries) => (trail = entries) });
	expect(await ask(question, parts)).toMatchObject({ kind: 'reply', usage: { model: 'troupe:extractive' } });
	const again = partsWith('', { mode: 'replay', model: scriptedChatModel(), definition: limited, quotes: undefined });
	expect(await runAgent({ message: '', conversationId: 'c1', trail }, again, never)).toMatchObject({ kind: 'reply' });
});

describe('a message that only greets or thanks', () => {
	const ofItself = (text: string, changes: Partial<AgentParts> = {}) =>
		ask(text, partsWith('', { model: scriptedChatModel(), ...changes }));

	test.each([
		['Hello, good morning!', 'Hello! How can I help you?'],
		['Oi, tudo bem? 😊', 'Olá! Como posso ajudar?'],
		['Thanks, that helps.', 'My pleasure. Write again whenever you need anything.'],
		['muito obrigadaaaa pela ajuda!!', 'Por nada! É só escrever quando precisar.'],
	])('is answered by the agent itself: %j', async (text, reply) => {
		expect(await ofItself(text)).toMatchObject({ kind: 'reply', reply, citations: [], usage: { modelCalls: 0 } });
	});

	test('has the texts of the definition', async () => {
		const texts = { greeting: { en: 'Welcome to Aurora!' } };
		expect(await ofItself('hi there', { definition: { ...definition, texts } })).toMatchObject({ reply: 'Welcome to Aurora!' });
	});

	test('goes to the model where it asks something, or where nothing has to be cited', async () => {
		const answer = 'Within 30 days [1].';
		expect(await ofItself('Hi! How many days do I have?', { model: scriptedChatModel(answer) })).toMatchObject({ reply: answer });
		const free: AgentDefinition = {
			...definition,
			knowledge: { documents: 'handbook', passages: 2, citations: 'optional' },
			model: { route: [] },
		};
		const changes = { definition: free, guard: createPlacedGuard(agentGuardrails(free)), model: scriptedChatModel('Hi! How can I help?') };
		expect(await ofItself('Hi!', changes)).toMatchObject({ reply: 'Hi! How can I help?' });
	});
});

describe('an answer that repeats itself', () => {
	test.each(['stop', 'length'] as const)('is replaced by the documents, or else used without its repetitions (%s)', async (finish) => {
		const text = `It is ok. ${'Within 30 days [1]. '.repeat(9)}`;
		expect(await ask(question, partsWith({ text, finish }))).toMatchObject({
			usage: { model: 'troupe:extractive' },
			degraded: { message: expect.stringContaining('the model repeated itself') as string },
		});
		const alone = await ask(question, partsWith({ text, finish }, { quotes: undefined }));
		expect(alone).toMatchObject({ kind: 'reply', reply: 'It is ok. Within 30 days [1].' });
	});

	test('is stopped where it is streamed, and what was read counts', async () => {
		let read = 0;
		let closed = false;
		const endless = {
			...scriptedChatModel(),
			async *stream() {
				try {
					for (; read < 1_000; read += 1) yield { kind: 'text' as const, text: 'Within 30 days [1]. ' };
				} finally {
					closed = true;
				}
			},
		};
		const changes = { model: stopAtRepetitions(endless), quotes: undefined, onEvent: () => undefined };
		const outcome = await ask(question, partsWith('', changes));
		expect(outcome).toMatchObject({ kind: 'reply', reply: 'Within 30 days [1].', usage: { estimated: true, modelCalls: 1 } });
		expect(closed).toBe(true);
		expect(read).toBeLessThan(7);
	});
});

test('an answer that can be used, and one that says that nothing covers the question, stay as they are', async () => {
	const outcome = await ask(question, partsWith('Within 30 days [1].'));
	expect(outcome).toMatchObject({ kind: 'reply', reply: 'Within 30 days [1].' });
	expect(outcome.degraded).toBeUndefined();
	expect(await ask(question, partsWith(notCoveredMark))).toMatchObject({
		kind: 'needs-human',
		reason: 'not-covered',
		usage: { model: 'script:model' },
	});
});

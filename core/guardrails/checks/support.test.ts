import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import type { Passage } from '../../ports/knowledge/passages';
import type { ChatRequest } from '../../ports/models/models';
import type { GuardParts } from '../policy/check-kind';
import { createGuard } from '../policy/create-guard';
import type { GuardContext } from '../policy/guard';
import type { PolicyCheck } from '../policy/guardrail-policy';
import { guardStream } from '../policy/guard-stream';
import { parseGuardrailPolicy } from '../policy/parse-guardrail-policy';

type Options = Partial<Omit<PolicyCheck<'support'>, 'check'>>;

const text = 'You may return any product within thirty days of delivery.';
const passages: Passage[] = [{ id: '1', documentId: '1', title: 'Returns', text, start: 0, end: text.length, score: 1 }];
const guardWith = async (options: Options = {}, parts: GuardParts = {}) =>
	createGuard(
		await parseGuardrailPolicy({ id: 'own', onFailure: 'block', checks: [{ check: 'support', action: 'ask-person', ...options }] }, 'P'),
		parts,
	);
const check = async (reply: string, options?: Options, parts?: GuardParts, more: GuardContext = {}) =>
	(await guardWith(options, parts)).check('output', reply, { passages, language: 'en', ...more });

/** @param supported what it decides about each statement */
function judgeOf(supported: boolean) {
	const asked: ChatRequest[] = [];
	const judge = scriptedChatModel(
		...Array.from({ length: 5 }, () => async (request: ChatRequest) => {
			asked.push(request);
			return {
				text: JSON.stringify({ check: /\{"check":"(\w+)"/.exec(request.messages[0]!.content)![1], supported }),
				finish: 'stop' as const,
				model: 'script:model',
				usage: { inputTokens: 1, outputTokens: 1, estimated: true },
			};
		}),
	);
	return { judge, asked };
}

/** Words that the passage does not have. */
const doubtful = 'Customers can send goods back for a month [1].';

test('asks a person about another number, without quoting the reply', async () => {
	const { outcome, violations } = await check('It is forty days [1].');
	expect(outcome).toBe('needs-human');
	expect(violations).toMatchObject([
		{ code: 'SUPPORT', guardrail: 'support', stage: 'output', matches: [{ type: 'number', start: 0, score: 0 }] },
	]);
	expect(violations[0]!.reason).toBe('A statement of the reply has a number that its passages do not have.');
});

test('says it in Portuguese', async () => {
	const { violations } = await check('São quarenta dias [1].', {}, {}, { language: 'pt' });
	expect(violations[0]!.reason).toBe('Uma afirmação da resposta tem um número que os trechos dela não têm.');
});

test('lets replies pass that rest on no passage, or are said instead of an answer', async () => {
	expect((await check('Hello, how can I help you in these 40 days?')).outcome).toBe('pass');
	expect((await check('It is forty days [1].', {}, {}, { isRefusal: true })).outcome).toBe('pass');
	expect((await check('It is forty days [1].', {}, {}, { passages: [] })).outcome).toBe('pass');
});

test('judges numbers without a citation only where every statement has to rest on passages', async () => {
	expect((await check('It is forty days.')).outcome).toBe('pass');
	expect((await check('It is forty days.', {}, {}, { mustCite: true })).outcome).toBe('needs-human');
});

test('is stricter with a higher minimum', async () => {
	const reply = 'You may return any product, and we are very glad about visits [1].';
	expect((await check(reply)).outcome).toBe('pass');
	expect((await check(reply, { minimum: 0.9, action: 'block' })).outcome).toBe('blocked');
});

test('asks a judge only in doubt, and keeps what it decided', async () => {
	for (const [supported, outcome] of [
		[true, 'pass'],
		[false, 'needs-human'],
	] as const) {
		const { judge, asked } = judgeOf(supported);
		const judged = new Map<string, boolean>();
		expect((await check(doubtful, { judge: 'in-doubt' }, { judge }, { judged })).outcome).toBe(outcome);
		expect([...judged.values()]).toEqual([supported]);
		expect(asked[0]!.messages[1]!.content).toContain(text);
		// Words are sure enough of these.
		await check('It is forty days [1].', { judge: 'in-doubt' }, { judge }, { judged });
		await check(`${text.slice(0, -1)} [1].`, { judge: 'in-doubt' }, { judge }, { judged });
		expect(asked).toHaveLength(1);
	}
	const { judge, asked } = judgeOf(false);
	await check(doubtful, {}, { judge });
	expect(asked).toEqual([]);
});

test('a judge that answers in another form fails the check', async () => {
	const { outcome, violations } = await check(
		doubtful,
		{ judge: 'in-doubt' },
		{ judge: scriptedChatModel('I think so.') },
		{ judged: new Map() },
	);
	expect([outcome, violations.at(-1)?.code]).toEqual(['blocked', 'GUARDRAIL_FAILED']);
});

test.each([
	['the citation before the full stop', 'You may return it. It is forty days [1]. Bye.'],
	['the citation after it', 'You may return it. It is forty days. [1] Bye.'],
])('stops a stream at the sentence, with %s, however it is cut', async (_what, reply) => {
	for (const size of [1, 3, 1000]) {
		const pieces = (reply.match(new RegExp(`.{1,${size}}`, 'g')) ?? []) as string[];
		let shown = '';
		const stream = guardStream(await guardWith(), 'output', streamOf(pieces), { passages, language: 'en' });
		for await (const part of stream) if (part.kind === 'text') shown += part.text;
		expect(shown).toBe('You may return it. ');
	}
});

async function* streamOf(pieces: string[]): AsyncGenerator<string> {
	yield* pieces;
}

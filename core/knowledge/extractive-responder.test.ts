import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { notCoveredMark } from './grounding';
import { createDocumentRetriever } from './document-retriever';
import type { Passage } from '../ports/knowledge/passages';
import type { ChatPart } from '../ports/models/models';
import { createExtractiveResponder } from './extractive-responder';
import questions from './extractive-responder.questions.json';
import { processorSeconds } from '../../test/support/processor-time';
import { slowTest } from '../../test/support/slow-tests';

const folder = join(__dirname, '../../examples/support/handbook');
const handbook = readdirSync(folder).map((id) => {
	const text = readFileSync(join(folder, id), 'utf8');
	return { id, title: /^# (.*)/.exec(text)?.[1] ?? id, text };
});
const retriever = createDocumentRetriever(handbook);
const responder = createExtractiveResponder();
const never = new AbortController().signal;

const passage = (text: string, title = 'Handbook'): Passage => ({
	id: 'a#0',
	documentId: 'a',
	title,
	text,
	start: 0,
	end: text.length,
	score: 1,
});
const ask = async (question: string, passages: Passage[], maxOutputTokens?: number, model = responder) =>
	(await model.generate({ messages: [{ role: 'user', content: question }], passages, maxOutputTokens }, never)).text;
const askHandbook = async (question: string, model = responder) =>
	ask(question, (await retriever.retrieve(question, 4, never)).passages, undefined, model);

describe('on the support handbook', () => {
	test.each(questions.covered as [string, string][])('answers “%s” with “%s”, citing it', async (question, fact) => {
		const reply = await askHandbook(question);
		expect(reply).toContain(fact);
		expect(reply).toMatch(/ \[\d\]$/);
	});

	test.each(questions.uncovered)('does not answer “%s”', async (question) => {
		expect(await askHandbook(question)).toBe(notCoveredMark);
	});

	test('decides questions that it was not tuned on as well as it did when they were first asked', async () => {
		const replies = async (asked: string[]) => Promise.all(asked.map((question) => askHandbook(question)));
		const covered = await replies(questions.blindCovered.map(([question]) => question!));
		const uncovered = await replies(questions.blindUncovered);
		expect(covered.filter((reply, index) => reply.includes(questions.blindCovered[index]![1]!)).length).toBeGreaterThanOrEqual(13);
		expect(uncovered.filter((reply) => reply === notCoveredMark).length).toBeGreaterThanOrEqual(12);
	});
});

test('introduces the documents in the language of the question, and says that no model answered only where one should have', async () => {
	const [english, portuguese] = ['How long is the warranty on grinders?', 'Qual a garantia dos moedores?'];
	expect(await askHandbook(english)).toMatch(/^This is what the documents say: /);
	expect(await askHandbook(portuguese)).toMatch(/^Isto é o que dizem os documentos: /);
	const failed = createExtractiveResponder(undefined, 'unanswered');
	expect(await askHandbook(english, failed)).toMatch(/^No language model answered; this is what/);
	expect(await askHandbook(portuguese, failed)).toMatch(/^Nenhum modelo de linguagem respondeu; isto é/);
});

test('quotes what the passage says, word for word, with the number of the passage behind each sentence', async () => {
	const reply = await ask('When is the pool open?', [
		passage('The garden is green.', 'Garden'),
		passage('The pool is open from **9 to 5**. Bring a towel.', 'Pool'),
	]);
	expect(reply).toBe('This is what the documents say: The pool is open from **9 to 5**. [2] Bring a towel. [2]');
});

test('answers from the last question, not from those before it', async () => {
	const messages = [
		{ role: 'user' as const, content: 'When is the pool open?' },
		{ role: 'assistant' as const, content: 'From 9.' },
		{ role: 'user' as const, content: 'Who won the cup?' },
	];
	const { text } = await responder.generate({ messages, passages: [passage('The pool is open from 9.')] }, never);
	expect(text).toBe(notCoveredMark);
});

test('copies tokens as they stand and does not take them for words of the question', async () => {
	const passages = [passage('Write to [EMAIL_2_k3f9x2] about privacy.')];
	expect(await ask('I am [EMAIL_1_k3f9x2]. Privacy?', passages)).toContain('Write to [EMAIL_2_k3f9x2] about privacy. [1]');
	expect(await ask('[EMAIL_1_k3f9x2]', passages)).toBe(notCoveredMark);
});

test('does not let a footnote in a document pass for a citation', async () => {
	expect(await ask('pool', [passage('The pool is closed [7].')])).toMatch(/closed \(7\)\. \[1\]$/);
});

test.each(['', '???', '2 + 2', 'the of and', '🙂'])('does not answer “%s”, which asks nothing', async (question) => {
	expect(await ask(question, [passage('2 + 2 is four, and the of.')])).toBe(notCoveredMark);
});

test('does not answer without passages', async () => {
	expect(await ask('When is the pool open?', [])).toBe(notCoveredMark);
});

test('keeps to the number of output tokens', async () => {
	const long = [passage('The pool is open from 9. The pool is closed on Sundays and holidays of the city and of the country.')];
	expect(await ask('When is the pool open?', long, 25)).toMatch(/from 9\. \[1\]$/);
	expect(await ask('When is the pool open?', long, 5)).toBe(notCoveredMark);
});

test('streams the text, then the end with an estimated usage and no cost', async () => {
	const parts: ChatPart[] = [];
	for await (const part of responder.stream({ messages: [{ role: 'user', content: 'pool' }], passages: [passage('The pool.')] }, never))
		parts.push(part);
	expect(parts).toMatchObject([
		{ kind: 'text', text: expect.stringContaining('[1]') },
		{ kind: 'end', response: { model: 'troupe:extractive', finish: 'stop', costUsd: 0, usage: { estimated: true } } },
	]);
});

test('stops when it was cancelled', async () => {
	await expect(responder.generate({ messages: [] }, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
});

slowTest('answers a hostile question of 100,000 words in linear time', async () => {
	const question = Array.from({ length: 100_000 }, (_, index) => `word${index % 5_000}`).join(' ');
	const { passages } = await retriever.retrieve('pix', 4, never);
	expect(await processorSeconds(() => ask(question, passages))).toBeLessThan(5);
});

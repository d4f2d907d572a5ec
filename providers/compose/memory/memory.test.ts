import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TroupeError } from '../../../core/base/errors';
import type { MemoryTaskResult } from '../../../core/memory/task/memory-task';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { runMemoryTask } from './memory';
import type { MemoryHost } from '../hosts/knowledge-host';
import { composeVault } from '../guardrails/vault';
import { slowTest } from '../../../test/support/slow-tests';

const day = 86_400_000;
let folder: string;
let now: number;
let host: MemoryHost;
const signal = new AbortController().signal;
const run = <Operation extends MemoryTaskResult['operation']>(operation: Operation, task: object, as = host) =>
	runMemoryTask({ operation, ...task }, as, signal) as Promise<Extract<MemoryTaskResult, { operation: Operation }>>;
const remember = (facts: unknown, person = 'ana') => run('remember', { person, facts });
const recall = async (question?: string, person = 'ana') => (await run('recall', { person, question })).memories.map(({ text }) => text);

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-memory-'));
	now = 1_000 * day;
	host = { providers: {}, stateFolder: folder, clock: { now: () => now } };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('memories of a person', () => {
	it('are recalled by the words of a question, in any form and language', async () => {
		await remember(['Drinks her coffee without sugar', 'Mora em São Paulo', 'Is allergic to nuts', 'Works nights']);
		expect((await recall('Does she take sugar in coffee?'))[0]).toBe('Drinks her coffee without sugar');
		expect((await recall('onde ela mora, sao paulo?'))[0]).toBe('Mora em São Paulo');
		expect((await recall('allergies: a nut?'))[0]).toBe('Is allergic to nuts');
		expect(await recall('sugar', 'bob')).toEqual([]);
	});

	it('fade with time, unless they are used or important', async () => {
		await remember([{ text: 'old and used' }, { text: 'old and unused' }, { text: 'old and important', importance: 1 }]);
		for (let week = 0; week < 10; week += 1) {
			now += 7 * day;
			await recall('used?');
		}
		await remember(['new']);
		const { memories, by } = await run('recall', { person: 'ana' });
		expect([by, memories.map(({ text }) => text)]).toEqual(['importance', ['new', 'old and used', 'old and important', 'old and unused']]);
		expect(memories.every(({ score }) => score >= 0 && score <= 1)).toBe(true);
	});

	it('are kept once, however often they are said', async () => {
		await remember(['Likes tea']);
		await remember(['The: likes TEA!', 'Does not like tea', 'Likes tea 2']);
		expect((await run('export', { person: 'ana' })).memories.map(({ text }) => text).sort()).toEqual([
			'Does not like tea',
			'Likes tea 2',
			'The: likes TEA!',
		]);
	});

	it('have one preference of each name, which can be set, read and removed', async () => {
		await remember([{ text: 'Portuguese', key: 'language' }, 'Likes tea']);
		expect((await run('preferences', { person: 'ana', set: { language: 'English', tone: 'plain' } })).preferences).toEqual({
			language: 'English',
			tone: 'plain',
		});
		expect((await run('preferences', { person: 'ana', set: { tone: null, nothing: null } })).preferences).toEqual({ language: 'English' });
		expect(await recall('Which language?')).toEqual(['English', 'Likes tea']);
	});

	slowTest('are bounded: those that matter least give way, preferences last', async () => {
		await remember([{ text: 'tea', key: 'drink', importance: 0 }]);
		for (let part = 0; part < 6; part += 1)
			await remember(Array.from({ length: 100 }, (_, number) => ({ text: `fact ${part} ${number}`, importance: part / 10 })));
		const { memories } = await run('recall', { person: 'ana', top: 500 });
		expect(memories).toHaveLength(500);
		expect(memories.filter(({ text }) => text.startsWith('fact 0'))).toHaveLength(0);
		expect(memories.filter(({ text }) => text.startsWith('fact 1'))).toHaveLength(99);
		expect(memories.some(({ key }) => key === 'drink')).toBe(true);
	});
});

describe('a conversation', () => {
	const say = async (from: number, to: number) => {
		for (let number = from; number <= to; number += 1)
			await run('remember', {
				person: 'ana',
				conversation: 'c',
				turn: { message: `question ${number}`, reply: `reply to ana@example.com` },
			});
	};
	const window = async (turns: number, as = host) => (await run('recall', { conversation: 'c', turns }, as)).conversation!;

	it('is its newest turns where no model is', async () => {
		await say(1, 7);
		expect((await window(2)).turns.map(({ message }) => message)).toEqual(['question 6', 'question 7']);
		expect(await run('recall', { conversation: 'other' })).toMatchObject({ memories: [], conversation: { turns: [] } });
	});

	it('has what came before in a summary, which grows, and no turn is lost between', async () => {
		const model = scriptedChatModel('They asked 1 to 5.', 'They asked 1 to 7.');
		const withModel = { ...host, model };
		await say(1, 7);
		expect(await window(2, withModel)).toMatchObject({
			summary: 'They asked 1 to 5.',
			turns: [{ message: 'question 6' }, { message: 'question 7' }],
		});
		await say(8, 8);
		expect((await window(2, withModel)).turns.map(({ message }) => message)).toEqual(['question 6', 'question 7', 'question 8']);
		await say(9, 9);
		expect(await window(2, withModel)).toMatchObject({
			summary: 'They asked 1 to 7.',
			turns: [{ message: 'question 8' }, { message: 'question 9' }],
		});
		const asked = model.requests.map(({ messages }) => messages.at(-1)!.content);
		expect(asked[1]).toMatch(/They asked 1 to 5\.[^]*question 6[^]*question 7/);
		expect(asked[1]).not.toMatch(/question [1-5]\b/);
		expect(asked.join()).not.toContain('ana@example.com');
	});

	slowTest('does without a summary where the model fails, says why, and does not ask again at once', async () => {
		await say(1, 7);
		const model = scriptedChatModel(new TroupeError({ code: 'MODEL_OVERLOADED', message: 'busy' }));
		for (const _ of [1, 2])
			expect(await window(2, { ...host, model })).toMatchObject({ summaryFailure: 'MODEL_OVERLOADED', turns: [{}, {}] });
		expect(model.requests).toHaveLength(1);
	});
});

describe('to forget', () => {
	it('removes a person from all stores, and leaves others', async () => {
		for (const person of ['ana', 'bob']) {
			await remember(['Likes tea'], person);
			await run('remember', { person, conversation: `with ${person}`, turn: { message: 'hi', reply: 'hello' } });
		}
		const masked = (await composeVault(host, { conversationId: 'with ana', types: ['EMAIL_ADDRESS'] }).mask('ana@example.com')).text;
		const removed = { memories: 1, conversations: 1, turns: 1, vaultKeys: 1, runs: 0 };
		expect(await run('forget', { person: 'ana' })).toEqual({ operation: 'forget', removed });
		expect(await run('export', { person: 'ana' })).toEqual({ operation: 'export', memories: [], conversations: [] });
		expect(await composeVault(host, { conversationId: 'with ana', types: ['EMAIL_ADDRESS'] }).restore(masked)).toBe(masked);
		expect((await run('export', { person: 'bob' })).conversations).toHaveLength(1);
	});
});

it('creates no file for the address of another database', async () => {
	const error = await run('export', { person: 'ana' }, { ...host, memoryStore: 'mysql://ana:secret@db/memory' }).catch(
		(thrown: unknown) => thrown,
	);
	expect(error).toMatchObject({ code: 'INPUT_INVALID', message: expect.not.stringContaining('secret') });
	expect(readdirSync(folder)).toEqual([]);
});

it('needs a state folder', async () => {
	await expect(run('export', { person: 'ana' }, { providers: {} })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

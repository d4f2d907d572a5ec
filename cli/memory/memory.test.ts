import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGate } from '../../test/fakes/permissive-gate';
import type { openHost } from '../host';
import { type MemoryCommandOptions, runMemoryCommand } from './memory-run';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';
import { slowTest } from '../../test/support/slow-tests';

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-memory-command-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const gate = openGate();
async function troupe(args: string[]) {
	const terminal = testTerminal({ TROUPE_HOME: home });
	const code = await runTroupe(['memory', ...args], terminal);
	const said = terminal.printed.join('\n');
	return { code, noted: terminal.noted.join('\n'), result: (said === '' ? {} : JSON.parse(said)) as Record<string, unknown> };
}
/** As one of those that ask the gate. */
async function gated({ tenant, ...options }: MemoryCommandOptions & { tenant?: string }, input: string[] = []) {
	const pieces = input.map((text) => Buffer.from(text));
	const terminal = testTerminal({ TROUPE_HOME: home }, pieces);
	const host = { gate, agentFolders: [], providers: {}, stateFolder: home, tenant };
	await runMemoryCommand(options, terminal, async () => host);
	return JSON.parse(terminal.printed.join('\n')) as Record<string, unknown>;
}
const greet = (conversation: string) => gated({ operation: 'remember', person: 'ana', conversation, message: 'Hi', reply: 'Hello' });

test('remembers, recalls, exports and forgets a person, with everything of theirs', async () => {
	const kept = await gated({ operation: 'remember', person: 'ana', fact: ['Drinks tea', 'Has a dog'], importance: 0.9 });
	expect(kept.remembered).toMatchObject([{ text: 'Drinks tea', importance: 0.9 }, { text: 'Has a dog' }]);
	await gated({ operation: 'remember', person: 'ana', facts: '-' }, ['["Lives in ', 'Porto", {"text": "pt", "key": "language"}]']);
	await greet('c');
	expect(await gated({ operation: 'recall', person: 'ana', question: 'Which dog?', top: 1 })).toMatchObject({
		by: 'words',
		memories: [{ text: 'Has a dog' }],
	});
	expect(await gated({ operation: 'recall', conversation: 'c' })).toMatchObject({
		conversation: { turns: [{ message: 'Hi', reply: 'Hello' }] },
	});
	expect(gate.admitted).toContainEqual({ kind: 'command', name: 'memory recall' });
	const set: MemoryCommandOptions['set'] = [
		['tone', 'plain=simple'],
		['size', 'L'],
		['colour', 'red'],
	];
	await gated({ operation: 'preferences', person: 'ana', set, unset: ['language'] });
	expect(gate.admitted).toContainEqual({ kind: 'command', name: 'memory preferences' });
	expect((await troupe(['preferences', '-p', 'ana', '--unset', 'colour'])).result.preferences).toEqual({ tone: 'plain=simple', size: 'L' });
	expect((await troupe(['export', '-p', 'ana'])).result).toMatchObject({ conversations: [{ conversation: 'c' }] });
	expect((await troupe(['forget', '-p', 'ana', '--yes'])).result.removed).toMatchObject({ memories: 5, conversations: 1, turns: 1 });
	expect((await troupe(['export', '-p', 'ana'])).result).toMatchObject({ memories: [], conversations: [] });
});

slowTest('keeps tenants apart: none sees, changes or forgets what is another’s, whatever it is called', async () => {
	const [acme, both] = [{ tenant: 'acme' }, { person: 'ana', conversation: 'c' }];
	for (const [tenant, text] of [
		['default', 'Drinks tea'],
		['acme', 'Drinks coffee'],
	] as const) {
		await gated({ operation: 'remember', tenant, person: 'ana', fact: [text] });
		await gated({ operation: 'remember', tenant, ...both, message: 'Hi', reply: text });
		await gated({ operation: 'preferences', tenant, person: 'ana', set: [['drink', text]] });
	}
	const seenBy = async (...args: string[]) =>
		JSON.stringify([
			(await troupe(['export', '-p', 'ana', ...args])).result,
			(await troupe(['preferences', '-p', 'ana', ...args])).result,
			await gated({ operation: 'recall', ...both, ...(args.length > 0 && acme), question: 'What drinks does Ana like?' }),
		]);
	const [tea, coffee] = [await seenBy(), await seenBy('--tenant', 'acme')];
	expect(tea).toMatch(/Drinks tea/);
	expect(tea).not.toMatch(/coffee/);
	expect(coffee).toMatch(/Drinks coffee/);
	expect(coffee).not.toMatch(/Drinks tea/);
	expect((await troupe(['forget', '-p', 'ana', '--yes', '--tenant', 'acme'])).result.removed).toMatchObject({
		memories: 2,
		conversations: 1,
		runs: 0,
	});
	expect((await troupe(['forget', '-c', 'c', '--yes', '--tenant', 'acme'])).result.removed).toMatchObject({ runs: 0 });
	expect(await seenBy('--tenant', 'acme')).not.toMatch(/Drinks/);
	expect(JSON.parse(await seenBy())).toMatchObject([{ memories: [{}, {}], conversations: [{ conversation: 'c' }] }, {}, {}]);
	expect((await troupe(['forget', '-p', 'ana', '--yes'])).result.removed).toMatchObject({ memories: 2, conversations: 1, runs: 0 });
});

test.each([
	['nobody', ['forget']],
	['a tenant without a name', ['export', '-p', 'ana', '--tenant', '']],
	['an importance of nobody', ['remember', '-p', 'a', '-f', 'x', '--importance', '2']],
	['a preference without a text', ['preferences', '-p', 'a', '--set', 'language']],
	['an option of another command', ['export', '-p', 'a', '--top', '3']],
])('is used wrongly with %s', async (_, args) => {
	const { code, noted } = await troupe(args);
	expect([code, noted]).toEqual([2, expect.stringContaining('fix: ')]);
});

test('says which file of facts it cannot read', async () => {
	await expect(gated({ operation: 'remember', person: 'a', facts: 'nowhere.json' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(gated({ operation: 'remember', person: 'a', facts: '-' }, ['["x"'])).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

test('says so where the store is of another key, and shows nothing of it', async () => {
	await greet('c');
	const terminal = testTerminal({ TROUPE_HOME: home, TROUPE_VAULT_KEY: 'ab'.repeat(32) });
	expect(await runTroupe(['memory', 'export', '-p', 'ana'], terminal)).toBe(1);
	expect([terminal.printed, terminal.noted.join()]).toEqual([[], expect.stringMatching(/different key[^]*TROUPE_VAULT_KEY/)]);
});

test('puts nothing into memory that no manifest allows; what is there is shown and removed all the same', async () => {
	const closed = { gate: { admit: () => Promise.reject(new Error('not approved')) } } as unknown as Awaited<ReturnType<typeof openHost>>;
	const host = { ...closed, agentFolders: [], providers: {}, stateFolder: home };
	const run = (options: MemoryCommandOptions) => runMemoryCommand(options, testTerminal({ TROUPE_HOME: home }), async () => host);
	const person = 'ana';
	await expect(run({ operation: 'remember', person, fact: ['x'] })).rejects.toThrow('not approved');
	await expect(run({ operation: 'preferences', person, set: [['tone', 'x']] })).rejects.toThrow('not approved');
	await expect(run({ operation: 'recall', person })).rejects.toThrow('not approved');
	for (const operation of ['export', 'preferences', 'forget'] as const) expect(await run({ operation, person, yes: true })).toBe(0);
	expect(await run({ operation: 'preferences', person, unset: ['tone'] })).toBe(0);
});

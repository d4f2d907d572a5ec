import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-confirm-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** @param answer undefined: there is no terminal */
async function troupe(args: string[], answer?: string, input: readonly Uint8Array[] = []) {
	const asked: string[] = [];
	const terminal = testTerminal({ TROUPE_HOME: home }, input);
	if (answer !== undefined) terminal.ask = (question) => Promise.resolve((asked.push(question), answer));
	const code = await runTroupe(args, terminal);
	return { code, asked, out: terminal.printed.join('\n'), err: terminal.noted.join('\n') };
}

const addKey = async () => (await troupe(['key', 'create', 'ci', '--role', 'viewer'])).out.slice(0, 12);
async function addCredential(): Promise<string> {
	await troupe(['credentials', 'add', 'shop', '--type', 'httpHeaderAuth', '--servers', '*'], undefined, [
		Buffer.from('{"name":"x-key","value":"v"}'),
	]);
	return 'shop';
}
const remember = async () => {
	await troupe(['memory', 'remember', '--person', 'ana', '--fact', 'Likes tea.']);
	return 'ana';
};

test.each<[command: string, add: () => Promise<string>, args: (name: string) => string[]]>([
	['a revocation of a key', addKey, (name) => ['key', 'revoke', name]],
	['the removal of a credential', addCredential, (name) => ['credentials', 'remove', name]],
	['forgetting a person', remember, (name) => ['memory', 'forget', '--person', name]],
])('%s asks at a terminal, and needs --yes without one (build-trust/ockam#5041)', async (_command, add, args) => {
	const name = await add();
	expect(await troupe(args(name))).toMatchObject({
		...{ code: 2, err: expect.stringMatching(new RegExp(`cannot ask ".*${name}.*\\?.*", because[^]*--yes`)) as string },
	});
	expect(await troupe(args(name), 'n')).toMatchObject({
		...{ code: 1, asked: [expect.stringContaining(name) as string], err: expect.stringContaining('Nothing was changed.') as string },
	});
	// It is still there.
	expect(await troupe([...args(name), '--yes'], 'n')).toMatchObject({ code: 0, asked: [] });
});

test('what does not exist is said without a question', async () => {
	for (const args of [
		['channel', 'remove', 'none'],
		['credentials', 'remove', 'none'],
		['contacts', 'forget', 'phone=+1'],
		['key', 'revoke', 'trp_AbCdEfGh'],
	]) {
		const { code, err } = await troupe(args);
		expect([code, err]).toEqual([expect.any(Number), expect.not.stringContaining('--yes')]);
		expect(code).not.toBe(0);
	}
});

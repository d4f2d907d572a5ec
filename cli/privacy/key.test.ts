import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWrappingKey } from '../../core/guardrails/vault/wrapping-key';
import type { Rotation } from '../../providers/compose/guardrails/rotate-key';
import { composeVault } from '../../providers/compose/guardrails/vault';
import { closeOpened } from '../../providers/compose/open-once';
import { callTroupe, testTerminal } from '../../test/support/test-terminal';
import { runRotateMasterKey } from './key-run';

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-cli-master-key-'));
});
afterEach(async () => {
	await closeOpened();
	rmSync(home, { recursive: true, force: true });
});

const mask = () => composeVault({ stateFolder: home, database: '' }, { conversationId: 'c' }).mask('ana@example.com');
const restore = async (text: string) =>
	(await composeVault({ stateFolder: home, database: '' }, { conversationId: 'c' }).restore(text)) === 'ana@example.com';
const keyText = () => readFileSync(join(home, 'vault.key'), 'utf8');

async function rotate(options: Parameters<typeof runRotateMasterKey>[0], environment = {}) {
	const terminal = testTerminal({ TROUPE_HOME: home, ...environment });
	const code = await runRotateMasterKey(options, terminal, 0);
	return { code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
}

it('asks first, replaces the key, and prints no key (ankane/lockbox#96)', async () => {
	const { text } = await mask();
	const before = keyText();
	expect(await callTroupe(['privacy', 'key', 'rotate'], { TROUPE_HOME: home })).toMatchObject({
		code: 2,
		noted: expect.stringContaining('Replace the master key?') as string,
	});
	expect(keyText()).toBe(before);

	// The log of the default tenant has it, whoever asks.
	const { code, printed, noted } = await rotate({ yes: true, leaked: true }, { TROUPE_TENANT: 'acme' });
	expect([code, printed]).toEqual([
		0,
		expect.stringMatching(
			/^The master key [\da-f]{16} replaced [\da-f]{16}\. \d+ values? sealed again; nothing is sealed under the old key\.$/,
		),
	]);
	expect(noted).toContain('Whoever has the old key and a copy of the database of before can read that copy.');
	expect(`${printed} ${noted}`).not.toContain(keyText().trim());
	expect(await restore(text)).toBe(true);

	const list = await callTroupe(['audit', 'list'], { TROUPE_HOME: home });
	expect(list.printed).toMatch(/master_key\.rotated +success +user:\S+ +master_key [\da-f]{16}\n.*master_key\.rotation_begun/);
});

it('answers in JSON, and with 1 while processes need both keys first', async () => {
	const [old, next] = ['a'.repeat(64), 'b'.repeat(64)];
	await composeVault({ stateFolder: home, database: '', vaultKey: old }, { conversationId: 'c' }).mask('ana@example.com');
	const environment = { TROUPE_VAULT_KEY: `${old} ${next}` };
	const waiting = await rotate({ yes: true, json: true }, environment);
	expect(JSON.parse(waiting.printed)).toEqual({
		...{ state: 'waiting', keyId: idOf(next), previousKeyId: idOf(old), resealed: 0, renewed: 0, unreadable: 0, isJournalEmpty: true },
		source: 'setting',
	} satisfies Rotation);
	expect([waiting.code, waiting.noted]).toEqual([1, expect.stringContaining('troupe privacy key rotate --everywhere')]);
	const done = await rotate({ yes: true, everywhere: true }, environment);
	expect([done.code, done.noted]).toEqual([0, expect.stringContaining(`Set TROUPE_VAULT_KEY to the key ${idOf(next)} alone`)]);
	await expect(rotate({ yes: true, everywhere: true }, environment)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

const idOf = (hex: string) => createWrappingKey(Buffer.from(hex, 'hex')).id;

it('takes a key from a file, and refuses another text without repeating it', async () => {
	await mask();
	const file = join(home, 'new.key');
	writeFileSync(file, 'c2VjcmV0');
	await expect(rotate({ yes: true, keyFile: file })).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		message: expect.not.stringContaining('c2VjcmV0'),
	});
	await expect(rotate({ yes: true, keyFile: join(home, 'none') })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	writeFileSync(file, 'c'.repeat(64));
	expect(await rotate({ yes: true, keyFile: file })).toMatchObject({ code: 0 });
	expect(Buffer.from(keyText(), 'base64').toString('hex')).toBe('c'.repeat(64));
});

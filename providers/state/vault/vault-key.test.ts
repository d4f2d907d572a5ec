import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readVaultKeys } from './vault-key';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('makes a key for this user alone, once, and gives it to all who ask at the same time', async () => {
	const state = join(folder, 'state');
	const keys = await Promise.all(Array.from({ length: 8 }, () => readVaultKeys(state)));
	expect(new Set(keys.map(([key]) => key!.toString('hex'))).size).toBe(1);
	expect(keys[0]![0]).toHaveLength(32);
	expect(readdirSync(state)).toEqual(['vault.key']);
	expect(statSync(join(state, 'vault.key')).mode & 0o777).toBe(0o600);
	expect(await readVaultKeys(state)).toEqual(keys[0]);
});

test('takes rights away from others that somebody gave them', async () => {
	await readVaultKeys(folder);
	chmodSync(join(folder, 'vault.key'), 0o644);
	await readVaultKeys(folder);
	expect(statSync(join(folder, 'vault.key')).mode & 0o777).toBe(0o600);
});

test.each(['base64', 'base64url', 'hex'] as const)('reads a given key in %s, and makes no file', async (encoding) => {
	const key = Buffer.alloc(32, 0xfb);
	expect(await readVaultKeys(folder, `${key.toString(encoding)}\n`)).toEqual([key]);
	expect(readdirSync(folder)).toEqual([]);
});

test('refuses a key of another length without repeating it', async () => {
	const refused = expect.objectContaining({ code: 'INPUT_INVALID', message: expect.not.stringContaining('c2VjcmV0') });
	await expect(readVaultKeys(folder, 'c2VjcmV0')).rejects.toEqual(refused);
	await expect(readVaultKeys(folder, Buffer.alloc(31).toString('base64'))).rejects.toEqual(refused);
	await expect(readVaultKeys(folder, Buffer.alloc(33).toString('hex'))).rejects.toEqual(refused);
	writeFileSync(join(folder, 'vault.key'), 'c2VjcmV0');
	await expect(readVaultKeys(folder)).rejects.toEqual(refused);
});

test('says which file it is when there can be none', async () => {
	writeFileSync(join(folder, 'file'), '');
	await expect(readVaultKeys(join(folder, 'file'))).rejects.toMatchObject({
		code: 'INTERNAL',
		message: expect.stringContaining('vault.key'),
	});
});

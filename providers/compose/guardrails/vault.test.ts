import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgetInState } from '../../state/forget-person';
import { composeVault, type VaultOwner } from './vault';
import { openVaultKeys } from './vault-parts';

let stateFolder: string;
beforeEach(() => {
	stateFolder = mkdtempSync(join(tmpdir(), 'troupe-compose-vault-'));
});
afterEach(() => rmSync(stateFolder, { recursive: true, force: true }));

const message = 'ana@example.com';

test('a host with a state folder restores in a later turn what it masked in an earlier one', async () => {
	const { text } = await composeVault({ stateFolder }, { conversationId: 'c' }).mask(message);
	expect(await composeVault({ stateFolder }, { conversationId: 'c' }).restore(text)).toBe(message);
	expect(await composeVault({ stateFolder, tenant: 'other' }, { conversationId: 'c' }).restore(text)).toBe(text);
	expect(readdirSync(stateFolder)).toEqual(expect.arrayContaining(['state.db', 'vault.key']));
});

describe('the conversations under one id', () => {
	const asked = { conversationId: 'emp-7' };
	const mask = async (place: object, owner?: VaultOwner) =>
		(await composeVault({ stateFolder, ...place }, { ...asked, owner }).mask(message)).text;
	const restores = async (text: string, place: object, owner?: VaultOwner) =>
		(await composeVault({ stateFolder, ...place }, { ...asked, owner }).restore(text)) === message;

	test.each([
		['a workflow', { workflow: 'hr' }, { workflow: 'public' }],
		['a process', { process: 'hr' }, { process: 'public' }],
	])('belong to %s: its nodes, tasks and agents share tokens', async (_, own, other) => {
		const text = await mask(own);
		expect(await restores(text, own)).toBe(true);
		expect(await restores(text, own, { agent: 'clerk' })).toBe(true);
		expect(await restores(text, other)).toBe(false);
		expect(await restores(text, other, { agent: 'clerk' })).toBe(false);
		expect(await restores(text, {}, { agent: 'clerk' })).toBe(false);
	});

	test('belong to an agent outside n8n, in any process', async () => {
		const text = await mask({ process: 'first-contact' }, { agent: 'clerk' });
		expect(await restores(text, { process: 'follow-up' }, { agent: 'clerk' })).toBe(true);
		expect(await restores(text, {}, { agent: 'clerk' })).toBe(true);
		expect(await restores(text, { process: 'first-contact' }, { agent: 'other' })).toBe(false);
	});

	test('are read by all if they are shared, and by the operator', async () => {
		const text = await mask({ workflow: 'hr' }, { agent: 'clerk', isShared: true });
		expect(await restores(text, { workflow: 'public' })).toBe(true);
		expect(await restores(text, {}, { agent: 'other' })).toBe(true);
		const own = await mask({ workflow: 'hr' });
		expect(await composeVault({ stateFolder }, { ...asked, readsAll: true }).restore(own)).toBe(message);
		const disguised = composeVault(
			{ stateFolder, workflow: 'public' },
			{ conversationId: 'emp-7\u001F\u001Fhr', owner: { isShared: true } },
		);
		expect(await disguised.restore(own)).toBe(own);
	});
});

test('makes no file for texts in which there is nothing to hide', async () => {
	const vault = composeVault({ stateFolder }, { conversationId: 'c', types: ['EMAIL_ADDRESS'] });
	await vault.mask('How long is the warranty?');
	await vault.findUnknown('Two years [1].');
	expect(readdirSync(stateFolder)).toEqual([]);
});

test('a host without one forgets with the run', async () => {
	const { text } = await composeVault({}, { conversationId: 'c', locales: ['intl'] }).mask(message);
	expect(await composeVault({}, { conversationId: 'c' }).restore(text)).toBe(text);
});

test('forgets a subject, in all their conversations', async () => {
	const { text } = await composeVault({ stateFolder }, { conversationId: 'c', subjectId: 'ana' }).mask(message);
	const ana = (await openVaultKeys({}, stateFolder)).pseudonym('subject', 'default', 'ana');
	const forget = (tenant: string) =>
		forgetInState(join(stateFolder, 'state.db'), { tenant, pseudonyms: [ana], pseudonym: () => '', now: Date.now() });
	expect(await forget('other')).toMatchObject({ vault: 0 });
	expect(await composeVault({ stateFolder }, { conversationId: 'c' }).restore(text)).toBe(message);
	expect(await forget('default')).toMatchObject({ vault: 1 });
	expect(await composeVault({ stateFolder }, { conversationId: 'c', subjectId: 'ana' }).restore(text)).toBe(text);
});

test('tries again after its key could not be read', async () => {
	const vault = composeVault({ stateFolder: join(stateFolder, 'state') }, { conversationId: 'c' });
	writeFileSync(join(stateFolder, 'state'), '');
	await expect(vault.mask(message)).rejects.toMatchObject({ code: 'INTERNAL', message: expect.not.stringContaining(message) });
	rmSync(join(stateFolder, 'state'));
	expect((await vault.mask(message)).text).toContain('[EMAIL_1_');
});

test('takes a key that was given, and says when the vault was made with another', async () => {
	const [one, other] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64'));
	await composeVault({ stateFolder, vaultKey: one }, { conversationId: 'c' }).mask(message);
	expect(readdirSync(stateFolder)).not.toContain('vault.key');
	await expect(composeVault({ stateFolder, vaultKey: other }, { conversationId: 'c' }).mask(message)).rejects.toMatchObject({
		code: 'VAULT_UNREADABLE',
	});
});

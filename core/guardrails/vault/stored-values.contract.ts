import type { VaultEntry, VaultStore } from '../../ports/guardrails/vault';
import { message, useVault } from './use-vault.contract';

export function testStoredValues(openStore: () => VaultStore): void {
	const { current, open, masked } = useVault(openStore);
	const seen: VaultEntry[] = [];
	const spying = (): VaultStore => ({
		...current.store,
		add: (scope, keyId, entries, ...rest) => {
			seen.push(...entries);
			return current.store.add(scope, keyId, entries, ...rest);
		},
	});
	beforeEach(() => seen.splice(0));

	test('contains no value, no id and no equal ciphertexts', async () => {
		await masked(message, { store: spying(), conversationId: '5511987654321' });
		await masked(message, { store: spying(), conversationId: '5511987654322', tenant: 'other' });
		expect(JSON.stringify(seen)).not.toMatch(/ana@|529\.982|98765432/);
		expect(new Set(seen.map(({ value }) => value)).size).toBe(4);
		expect(new Set(seen.map(({ sealed }) => Buffer.from(sealed).toString('hex'))).size).toBe(4);
	});

	test('does not decrypt when it is moved to another conversation or token, or changed', async () => {
		const text = await masked(message, { store: spying(), random: () => 'aaaaaa' });
		const [email, cpf] = seen as [VaultEntry, VaultEntry];
		await masked('x@example.com', { conversationId: 'c2', random: () => 'bbbbbb' });
		const finding = (entry: VaultEntry): VaultStore => ({ ...current.store, find: async () => [entry] });
		const refused = expect.objectContaining({ code: 'VAULT_UNREADABLE' });
		const moved = { ...email, token: '[EMAIL_1_BBBBBB]' };
		await expect(open({ conversationId: 'c2', store: finding(moved) }).restore('[EMAIL_1_bbbbbb]')).rejects.toEqual(refused);
		await expect(open({ store: finding({ ...email, sealed: cpf.sealed }) }).restore(text)).rejects.toEqual(refused);
		const changed = Uint8Array.from(email.sealed, (byte, index) => (index === 30 ? byte ^ 1 : byte));
		await expect(open({ store: finding({ ...email, sealed: changed }) }).restore(text)).rejects.toEqual(refused);
	});

	test('does not decrypt in another conversation of the same subject, even under its nonce', async () => {
		const ana = { subjectId: 'ana' };
		const text = await masked('ana@example.com', { ...ana, store: spying(), random: () => 'aaaaaa' });
		await masked('x@example.com', { ...ana, conversationId: 'c2' });
		const moved: VaultStore = {
			...current.store,
			conversationsOf: async (...parts) => (await current.store.conversationsOf(...parts)).map((one) => ({ ...one, nonce: 'aaaaaa' })),
			find: async () => seen.slice(0, 1),
		};
		await expect(open({ ...ana, conversationId: 'c2', store: moved }).restore(text)).rejects.toMatchObject({ code: 'VAULT_UNREADABLE' });
	});

	test('is empty for a text without values', async () => {
		const untouched = {} as VaultStore; // any call would throw
		expect(await masked('How long is the warranty?', { store: untouched })).toBe('How long is the warranty?');
		expect(await open({ store: untouched }).findUnknown('Thirty days [1].')).toEqual([]);
	});
}

import fc from 'fast-check';
import type { VaultStore } from '../../ports/guardrails/vault';
import { vaultTtlMs } from './open-vault';
import { testStoredValues } from './stored-values.contract';
import { message, useVault } from './use-vault.contract';
import { testVaultSubjects } from './vault-subjects.contract';

/** Any UTF-16 code unit, including lone surrogates. The arbitraries of fast-check take a second to build. */
const codeUnit = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code));

export function testVault(openStore: () => VaultStore, numRuns = 40): void {
	const { current, open, masked } = useVault(openStore);

	test('gives the same value the same token in all turns, for any opener of the vault', async () => {
		const first = await masked(message);
		expect(first).toMatch(/^\[EMAIL_1_[a-z2-9]{6}\], CPF \[CPF_1_[a-z2-9]{6}\]$/);
		expect(await masked(message)).toBe(first);
		expect(await masked('bob@example.com ana@example.com')).toBe(`${first.slice(0, 16).replace('_1_', '_2_')} ${first.slice(0, 16)}`);
		expect(await open().restore(first.toUpperCase().replaceAll('_', '\\_'))).toBe(message);
	});

	test.each([
		['another conversation', { conversationId: 'c2' }],
		['another tenant', { tenant: 'other' }],
		['the conversation of another agent under the same id', { name: 'c1 of another' }],
	])('restores nothing in %s, even if its nonce is guessed', async (_, other) => {
		const text = await masked(message);
		expect(await open(other).restore(text)).toBe(text);
		await masked('bob@example.com', other);
		expect(await open(other).restore(text)).toBe(text);
	});

	test('restores what others under its id masked, if it reads their conversations', async () => {
		const shared = await masked(message);
		const one = await masked(message, { name: 'one' });
		const other = await masked(message, { name: 'other' });
		const text = [shared, one, other].join('\n');
		expect(await open({ name: 'one', reads: ['c1'] }).restore(text)).toBe([message, message, other].join('\n'));
		expect(await open({ reads: 'all' }).restore(text)).toBe([message, message, message].join('\n'));
		expect(await open({ conversationId: 'c2', reads: 'all' }).restore(text)).toBe(text);
	});

	test('masks with tokens of its own what came with those of another', async () => {
		const shared = await masked(message);
		const own = await masked(shared, { name: 'one', reads: ['c1'] });
		expect(own).not.toBe(shared);
		expect(await open({ name: 'one' }).restore(own)).toBe(message);
	});

	test('reads no conversation of another person under its id', async () => {
		const text = await masked(message, { subjectId: 'ana' });
		const one = { name: 'one', reads: 'all' as const, subjectId: 'bob' };
		await masked(message, one);
		expect(await open(one).restore(text)).toBe(text);
		expect(await open({ ...one, allowsOthers: true }).restore(text)).toBe(message);
	});

	test('recognizes what it masked without asking the store again, also when a text is judged again', async () => {
		let asked = 0;
		const counting: VaultStore = {
			...current.store,
			conversation: async (...given) => {
				asked += 1;
				return current.store.conversation(...given);
			},
		};
		const vault = open({ store: counting });
		const first = await vault.mask(message);
		const before = asked;
		expect(await vault.mask(first.text)).toEqual(first);
		expect(asked).toBe(before);
	});

	test('never gives two conversations of a tenant the same nonce', async () => {
		const nonces = ['aaaaaa', 'aaaaaa', 'bbbbbb'].values();
		const random = () => nonces.next().value!;
		expect(await masked('a@b.com', { random })).toBe('[EMAIL_1_aaaaaa]');
		expect(await masked('a@b.com', { random, conversationId: 'c2' })).toBe('[EMAIL_1_bbbbbb]');
	});

	test('forgets a value when it expires, and never gives its token to another value', async () => {
		const first = await masked(message, { random: () => 'k3f9x2' });
		const random = () => 'k3f9x2';
		current.now += vaultTtlMs - 1;
		expect(await open().restore(first)).toBe(message);
		expect(await masked('bob@example.com', { random })).toBe('[EMAIL_2_k3f9x2]');
		current.now += 1;
		expect(await open().restore(first)).toBe(first);
		expect(await masked('eve@example.com')).toBe('[EMAIL_3_k3f9x2]');
		expect(await current.store.clean(current.now + vaultTtlMs)).toBeGreaterThanOrEqual(2);
		expect(await current.store.clean(current.now + vaultTtlMs)).toBe(0);
	});

	test('renews the values that are used', async () => {
		const first = await masked(message);
		for (let month = 0; month < 3; month++) {
			current.now += vaultTtlMs * 0.9;
			expect(await masked(message)).toBe(first);
		}
		expect(await open().restore(first)).toBe(message);
	});

	test('recognizes values of earlier turns, in any spelling, and no others', async () => {
		await masked(message);
		expect(await open().findUnknown('ANA@example.com 52998224725')).toEqual([]);
		expect(await open().findUnknown('bob@example.com')).toHaveLength(1);
		expect(await open({ conversationId: 'c2' }).findUnknown('ana@example.com')).toHaveLength(1);
	});

	test('hides the value of a token even without the words that identified it', async () => {
		const vault = open();
		const { text } = await vault.mask('Ligue no fone 3456-7890');
		const token = text.split(' ').at(-1)!;
		expect((await vault.mask(`Número: ${token}`)).text).toBe(`Número: ${token}`);
		expect(await vault.redact(`x ${token}`)).toBe('x ****-7890');
	});

	test('restores what it masked, for any text, next to values of earlier turns', async () => {
		const piece = fc.oneof(
			fc.constantFrom('ana@example.com', '529.982.247-25', '52998224725', '11 98765-4321', '[EMAIL_2_k3f9x2]', '\\', '[', ']', '_'),
			fc.constantFrom('[EMAIL_1_zzzzzz]', '[CPF\\_1\\_k3f9x2]', '\\[PHONE\\_7\\_K3F9X2\\]', ' ', '1', 'é', '\u200B', '\uD83D'),
			fc.string({ unit: codeUnit, maxLength: 4 }),
		);
		const texts = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''));
		let tenant = 0;
		await fc.assert(
			fc.asyncProperty(texts, async (text) => {
				const options = { tenant: `property ${tenant++}`, random: () => 'k3f9x2' };
				const once = await masked(text, options);
				expect(await open(options).restore(once)).toBe(text);
				expect(await masked(once, options)).toBe(once);
			}),
			{ numRuns },
		);
	});

	test('gives concurrent callers the same token for the same new value, and each value its own', async () => {
		const values = Array.from({ length: 20 }, (_, index) => `user${index}@example.com`);
		const texts = await Promise.all(Array.from({ length: 10 }, () => masked(values.join(' '))));
		expect(new Set(texts).size).toBe(1);
		expect(new Set(texts[0]!.split(' ')).size).toBe(20);
	});

	test('reports that a conversation holds too many values, instead of letting values through', async () => {
		const few = { maxEntries: 300 };
		await masked(Array.from({ length: 300 }, (_, index) => `u${index}@example.com`).join(' '), few);
		await expect(masked('one.more@example.com', few)).rejects.toMatchObject({ code: 'VAULT_FULL', details: { most: 300 } });
		expect(await masked('u7@example.com', few)).toContain('[EMAIL_8_');
		const atOnce = masked('a@b.com c@d.com e@f.com', { conversationId: 'c2', maxEntries: 2 });
		await expect(atOnce).rejects.toMatchObject({ code: 'VAULT_FULL' });
	});

	test('also reports a token whose number would be too long to be read again', async () => {
		const late: VaultStore = { ...current.store, takeNumbers: async () => 999_999 };
		expect(await masked('a@b.com', { store: late })).toContain('[EMAIL_999999_');
		await expect(masked('c@d.com e@f.com', { store: late })).rejects.toMatchObject({ code: 'VAULT_FULL' });
	});

	test('renews the values that are used, and only those', async () => {
		const ana = await masked('ana@example.com');
		const bob = await masked('bob@example.com');
		current.now += vaultTtlMs * 0.9;
		await masked('bob@example.com');
		current.now += vaultTtlMs * 0.2;
		expect([await open().restore(ana), await open().restore(bob)]).toEqual([ana, 'bob@example.com']);
	});

	test('keeps a subject’s key while a conversation needs it', async () => {
		const ana = { subjectId: 'ana' };
		await masked('ana@example.com', ana);
		current.now += vaultTtlMs * 0.9;
		const text = await masked('ana@example.com', { ...ana, conversationId: 'c2' });
		current.now += vaultTtlMs * 0.2;
		await current.store.clean(current.now);
		expect(await open({ ...ana, conversationId: 'c2' }).restore(text)).toBe('ana@example.com');
	});

	describe('keys', () => testVaultSubjects(openStore));

	describe('the data in the store', () => testStoredValues(openStore));
}

import { sampleMakers } from '../../../bench/samples/personal-data';
import { createChance } from '../../../bench/samples/sample';
import { maskText } from './mask-text';
import { type MaskKind, maskKinds, type MaskPlan } from './masks';
import { personalDataTypes } from '../personal-data/types';
import { createVault } from '../vault/create-vault';
import { slowTest } from '../../../test/support/slow-tests';

const message = 'Sou Ana, fulano@email.com, CPF 529.982.247-25, fone (11) 98765-4321.';
const vaultOf = () => createVault([...personalDataTypes], () => 'k3f9x2');
const hashKey = 'sixteen bytes or more';

test.each<[MaskPlan, string]>([
	['partial', 'Sou Ana, f***o@email.com, CPF ***.982.247-**, fone (11) *****-4321.'],
	['token', 'Sou Ana, [EMAIL_1_k3f9x2], CPF [CPF_1_k3f9x2], fone [PHONE_1_k3f9x2].'],
	['redact', 'Sou Ana, [EMAIL], CPF [CPF], fone [PHONE].'],
	[{ default: 'redact', BR_CPF: 'partial', EMAIL_ADDRESS: 'token' }, 'Sou Ana, [EMAIL_1_k3f9x2], CPF ***.982.247-**, fone [PHONE].'],
])('masks with %j', async (mask, expected) => {
	const { text, matches } = await maskText(message, { mask, vault: vaultOf() });
	expect(text).toBe(expected);
	expect(matches.map(({ type, start, end }) => [type, message.slice(start, end)])).toEqual([
		['EMAIL_ADDRESS', 'fulano@email.com'],
		['BR_CPF', '529.982.247-25'],
		['PHONE_NUMBER', '(11) 98765-4321'],
	]);
});

test('never issues a token that a person wrote, when only some types get tokens', async () => {
	const { text } = await maskText('[EMAIL_1_k3f9x2] a@b.com', { mask: { default: 'redact', EMAIL_ADDRESS: 'token' }, vault: vaultOf() });
	expect(text).toBe('[EMAIL_1_k3f9x2] [EMAIL_2_k3f9x2]');
});

test('gives the same value the same hash in any spelling, and a different one under another key', async () => {
	const hashed = async (text: string, key = hashKey) => (await maskText(text, { mask: 'hash', hashKey: key })).text;
	const first = await hashed('529.982.247-25');
	expect(first).toMatch(/^\[CPF_h_[k-z]{16}\]$/);
	expect(await hashed('CPF 52998224725')).toBe(`CPF ${first}`);
	expect(await hashed('529.982.247-25', 'another key of sixteen bytes')).not.toBe(first);
	expect(await hashed('111.444.777-35')).not.toBe(first);
	const vault = vaultOf();
	const ofVault = await maskText('529.982.247-25', { mask: 'hash', vault });
	expect(ofVault.text).toMatch(/^\[CPF_h_[k-z]{16}\]$/);
	expect(await maskText('529.982.247-25', { mask: 'hash', vault })).toEqual(ofVault);
});

test('uses the configured types and locales', async () => {
	expect((await maskText(message, { types: ['BR_CPF'], mask: 'redact' })).text).toBe(message.replace('529.982.247-25', '[CPF]'));
	expect((await maskText(message, { locales: ['us'], mask: 'redact' })).text).toBe(message);
});

test('refuses a key that is easy to guess', async () => {
	await expect(maskText(message, { mask: 'hash', hashKey: 'short' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

test.each<[MaskKind, string]>([
	['token', 'a vault'],
	['hash', 'a vault or a key'],
])('names what the mask %s requires', async (mask, what) => {
	await expect(maskText(message, { mask })).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining(what) });
	expect(await maskText('nothing in here', { mask })).toEqual({ text: 'nothing in here', matches: [] });
});

test('restores what it masked, and leaves a person’s own words unchanged', async () => {
	const vault = vaultOf();
	const text = `[EMAIL_1_k3f9x2] [CPF_1_aaaaaa] \\[PHONE\\_1\\_k3f9x2\\] ${message}`;
	expect(await vault.restore((await maskText(text, { mask: 'token', vault })).text)).toBe(text);
});

describe.each(sampleMakers.map((maker) => [maker.type, maker] as const))('%s, in texts of all kinds', (type, maker) => {
	slowTest('is masked once and for all, by each mask, and comes back from its token', async () => {
		const chance = createChance(7);
		for (let index = 0; index < 9; index++) {
			const { text } = index % 3 === 2 ? maker.negative(chance) : maker.positive(chance);
			const vault = vaultOf();
			for (const mask of maskKinds) {
				const options = { mask, vault, types: [type, 'EMAIL_ADDRESS', 'PHONE_NUMBER', 'BR_CPF'] as const };
				const once = (await maskText(text, options)).text;
				expect([mask, text, (await maskText(once, options)).text]).toEqual([mask, text, once]);
				if (mask === 'token') expect(await vault.restore(once)).toBe(text);
			}
		}
	});
});

slowTest('what all masks leave of any type is recognised by no recogniser', async () => {
	const chance = createChance(11);
	for (const maker of sampleMakers) {
		for (let index = 0; index < 4; index++) {
			const { text } = maker.positive(chance);
			for (const mask of ['partial', 'redact', 'hash'] as const) {
				const once = (await maskText(text, { mask, hashKey })).text;
				expect([mask, text, once, await maskText(once, { mask, hashKey })]).toEqual([mask, text, once, { text: once, matches: [] }]);
			}
		}
	}
});

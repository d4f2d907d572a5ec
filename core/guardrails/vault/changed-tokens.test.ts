import { createVault } from './create-vault';
import { findChangedTokens } from './changed-tokens';

const vault = createVault(['EMAIL_ADDRESS'], () => 'k3f9x2');
const known = ['I am [EMAIL_1_k3f9x2].'];
const correct = async (text: string, texts = known) => {
	const found = await findChangedTokens(text, vault, texts);
	return found.reduceRight((left, { start, end, token }) => left.slice(0, start) + token + left.slice(end), text);
};

beforeAll(() => vault.mask('ana@example.com'));

test.each([
	['Sent to EMAIL_1_k3f9x2.', 'Sent to [EMAIL_1_k3f9x2].'],
	['Sent to email_1_K3F9X2 and [EMAIL_1]', 'Sent to [email_1_K3F9X2] and [EMAIL_1_k3f9x2]'],
	['Sent to [EMAIL_1_x], [EMAIL_1_k3f].', 'Sent to [EMAIL_1_k3f9x2], [EMAIL_1_k3f9x2].'],
	['[email_1], EMAIL_1_k3f9x2', '[EMAIL_1_k3f9x2], [EMAIL_1_k3f9x2]'],
])('corrects “%s”', async (text, corrected) => expect(await correct(text)).toBe(corrected));

test.each(['[EMAIL_1_k3f9x2]', 'EMAIL_1_zzzzzz', '[EMAIL_2]', '[CPF_1]', '[STEP_1]', 'EMAIL_1', 'STEP_1_alpha', ''])(
	'leaves “%s”',
	async (text) => expect(await correct(text)).toBe(text),
);

test('does not know the end of a token that no text has', async () => expect(await correct('[EMAIL_1]', ['I am Ana.'])).toBe('[EMAIL_1]'));

test('restores placeholders without brackets, which models drop inside JSON (stella/stella#294)', async () =>
	expect(await correct('{"question":"Is EMAIL_1_k3f9x2 right?"}')).toBe('{"question":"Is [EMAIL_1_k3f9x2] right?"}'));

test('reads a hostile text of any length', async () => {
	for (const piece of ['EMAIL_1_k3f9x2 ', '[EMAIL_1', 'A_1_'])
		expect((await correct(piece.repeat(50_000))).length).toBeGreaterThan(100_000);
});

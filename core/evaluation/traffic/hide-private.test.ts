import { hidePrivate } from './hide-private';

it.each([
	['Write to ana@example.org.', 'Write to [EMAIL].'],
	['I am d***n@example.org, CPF ***.982.247-**, fone (11) *****-4321.', 'I am [MASKED] CPF [MASKED] fone (11) [MASKED]'],
	['2 * 3 ** 4 is *not* **bold**', '2 * 3 ** 4 is *not* **bold**'],
])('hides personal data, also what was masked in part: %s', async (text, hidden) => {
	expect(await hidePrivate(text)).toBe(hidden);
});

it('reads long texts of asterisks in linear time', async () => {
	const text = '*'.repeat(20_000);
	expect(await hidePrivate(text)).not.toContain('****');
});

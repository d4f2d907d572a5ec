import { unifyCitations } from './citation-forms';

test.each([
	['Yes [2, 4].', 'Yes [2][4].'],
	['Yes [1,2;3 and 4].', 'Yes [1][2][3][4].'],
	['Sim [1 e 3].', 'Sim [1][3].'],
	['Yes【2】, always 【3†returns.md】.', 'Yes[2], always [3].'],
	['Yes [^2].', 'Yes [2].'],
	['Yes [passage 1]. No (Passages 2 and 3).', 'Yes [1]. No [2][3].'],
	['Sim [trecho 1] (fonte 2).', 'Sim [1] [2].'],
	['Yes [1][2].', 'Yes [1][2].'],
	['Yes [2, 9].', 'Yes [2].'],
])('“%s” cites as “%s” does', (answer, unified) => expect(unifyCitations(answer, 4)).toBe(unified));

test.each([
	'From [7, 9].',
	'See [2](https://aurora.example).',
	'[EMAIL_1_k3f9x2] (2) [two] [0]',
	'In passage 2, it says so.',
	'[1, 2, 3',
	'Always [7].',
])('“%s” stays as it is', (answer) => expect(unifyCitations(answer, 4)).toBe(answer));

test('counts all passages of a list, not only the last one (Future-House/paper-qa#29)', () =>
	expect(unifyCitations('It depends [passages 1, 2, 3].', 4)).toBe('It depends [1][2][3].'));

test('reads a hostile answer of any length in time', () => {
	for (const piece of ['[1, ', '【1†', '(passage 1 and ', '[ ', '1 , ']) {
		const answer = piece.repeat(100_000);
		expect(unifyCitations(answer, 4)).toBe(answer);
	}
});

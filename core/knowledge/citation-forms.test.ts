import { findUnknownCitations, unifyCitations } from './citation-forms';
import { slowTest } from '../../test/support/slow-tests';

test.each([
	['Yes [2, 4].', 'Yes [2][4].'],
	['Yes [1,2;3 and 4].', 'Yes [1][2][3][4].'],
	['Sim [1 e 3].', 'Sim [1][3].'],
	['Yes【2】, always 【3†returns.md】.', 'Yes[2], always [3].'],
	['Yes [^2].', 'Yes [2].'],
	['Yes [passage 1]. No (Passages 2 and 3).', 'Yes [1]. No [2][3].'],
	['Sim [trecho 1] (fonte 2).', 'Sim [1] [2].'],
	['Sim (passagem 1). Não (ver passagens 2 e 3).', 'Sim [1]. Não [2][3].'],
	['Yes (see passage 2), according to it (according to passage 4).', 'Yes [2], according to it [4].'],
	['Sim (conforme a passagem 3) [Passagem nº 2].', 'Sim [3] [2].'],
	['Yes [1][2].', 'Yes [1][2].'],
	['De acordo com a passagem 1, são R$ 29.90 por mês. Sim [2].', 'São R$ 29.90 por mês [1]. Sim [2].'],
	['Segundo o trecho 2, são 24 meses [2].', 'São 24 meses [2].'],
	['According to passage 3 it takes two days', 'It takes two days [3]'],
	['São 24 meses, conforme o trecho 2. É isso.', 'São 24 meses [2]. É isso.'],
	['Yes [2, 9].', 'Yes [2].'],
	['Yes [[2]].', 'Yes [2].'],
	['Yes <passage number="2">. No <passage number="3" title="Lamps: Care">.', 'Yes [2]. No [3].'],
	['Hello! According to passage 2, lamps cost R$ 4.50 each. Bye.', 'Hello! Lamps cost R$ 4.50 each [2]. Bye.'],
	['Based on passages 1 and 3, it is late.', 'It is late [1][3].'],
	['Passage 4 states that it is open [4].', 'It is open [4].'],
	['De acordo com o trecho 3, a troca é grátis!', 'A troca é grátis [3]!'],
	['O trecho 1 diz que fecha às 18h.', 'Fecha às 18h [1].'],
])('“%s” cites as “%s” does', (answer, unified) => expect(unifyCitations(answer, 4)).toBe(unified));

test.each([
	'From [7, 9].',
	'See [2](https://aurora.example).',
	'[EMAIL_1_k3f9x2] (2) [two] [0]',
	'In passage 2, it says so.',
	'According to passage 9, it is late.',
	'A passagem 2 custa mais.',
	'<passage> and <b>',
	'Segundo a passagem 9, são 24 meses.',
	'Conforme a passagem de ônibus 2, é às nove.',
	'Vale a passagem 2 (a passagem de 1 dia custa mais).',
	'[1, 2, 3',
	'Always [7].',
])('“%s” stays as it is', (answer) => expect(unifyCitations(answer, 4)).toBe(answer));

test('counts all passages of a list, not only the last one (Future-House/paper-qa#29)', () =>
	expect(unifyCitations('It depends [passages 1, 2, 3].', 4)).toBe('It depends [1][2][3].'));

const removed = (answer: string) =>
	findUnknownCitations(answer, 2).reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), answer);

test.each([
	['Forty days [9].', 'Forty days.'],
	['Yes [2], as always [7].', 'Yes [2], as always.'],
	['Yes [2][9].', 'Yes [2].'],
	['Yes 【9】 [^8] [passage 7] (sources 3 and 4) [0].', 'Yes.'],
])('“%s” without made-up sources is “%s”', (answer, expected) => expect(removed(answer)).toBe(expected));

test.each(['Yes [1, 9].', 'See [9](https://aurora.example).', 'Read items[9].', '[EMAIL_1_k3f9x2] (9) [nine]', 'From 2024 [2024].'])(
	'“%s” has no made-up source',
	(answer) => expect(removed(answer)).toBe(answer),
);

slowTest('reads a hostile answer of any length in time', () => {
	for (const piece of [
		'According to passage 9, a ',
		'conforme a passagem 9 ',
		'[1, ',
		'【1†',
		'(passage 1 and ',
		'(conforme a passagem 1 e ',
		'[ ',
		'1 , ',
	]) {
		const answer = piece.repeat(100_000);
		expect(unifyCitations(answer, 4)).toBe(answer);
		findUnknownCitations(answer, 0);
	}
	expect(removed(' [9]'.repeat(100_000))).toBe('');
});

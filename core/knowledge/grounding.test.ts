import { notCoveredMark, unifyMark } from './grounding';

test.each([
	'[[NÃO_COBERTO]]',
	'[[NAO COBERTO]]',
	'[[Não-Coberta]]',
	'[[NO_CUBIERTO]]',
	'[[not covered]',
	'[NOT_COVERED]',
	'NÃO_COBERTO',
	'**NOT COVERED**',
	'[[NOT_FOUND]]',
	'[[Não encontrado]]',
	'[[SEM COBERTURA]]',
])('the mark is known as models write it: %s', (form) => expect(unifyMark(form).replaceAll('*', '')).toBe(notCoveredMark));

test('and after an answer', () => expect(unifyMark('It takes a week [1]. [[NÃO_COBERTO]]')).toBe(`It takes a week [1]. ${notCoveredMark}`));

test.each([
	'Water damage is NOT COVERED by the warranty [2].',
	'Danos por queda: NÃO COBERTOS [1].',
	'[not found] is what the page says.',
	'The file has the name NOT_COVERED_2.txt.',
	'[[Notes]] and [[covered]]',
	'Isso não é coberto [1].',
])('a sentence stays: %s', (text) => expect(unifyMark(text)).toBe(text));

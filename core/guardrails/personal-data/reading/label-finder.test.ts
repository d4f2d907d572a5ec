import fc from 'fast-check';
import { nameLabels } from '../intl/person/person-labels';
import { anyCharacter, readBeginnings } from './beginnings';
import { createLabelFinder } from './label-finder';
import { findLabels } from './labelled';
import { slowTest } from '../../../../test/support/slow-tests';

test.each([
	['nome|name', ['no', 'na']],
	['(?:o\\s)?meu\\snome', [`o${anyCharacter}`, 'me']],
	['[ao]b?c', ['ab', 'ac', 'ob', 'oc']],
	['d(?=\\.)\\.', ['d.']],
	['sr(?:a|ta)?', ['sr']],
	['a{0,2}b', ['aa', 'ab', 'b']],
	['(?:e|i),\\s', ['e,', 'i,']],
	['x\\/y', ['x/']],
	['r(?<!\\d)[^a]', [`r${anyCharacter}`]],
	['i', ['i']],
])('reads the beginnings of %s', (source, beginnings) => expect([...readBeginnings(source)].sort()).toEqual([...beginnings].sort()));

const sources = nameLabels.map(({ words }) => words);
const findInOnePass = createLabelFinder(sources);
const one = sources.map((source) => new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})`, 'giu'));
const findOneByOne = (text: string) => one.map((expression) => findLabels(text, expression));

slowTest('finds what the expressions find one by one', () => {
	const words = [
		...'Sr.|Sra. |Meu nome é |nome: |NAME = "|prezada |cliente |mãe de |filho de |pai do |irmã |olá, |eu, |Att,\n|à|é|😀|ñ'.split('|'),
	];
	const pieces = [...words, 'Ana', ' ', '\n', ', ', '9', '_', '-', 'de ', 'a/c ', 'c'];
	fc.assert(
		fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (parts) => {
			const text = parts.join('');
			expect(findInOnePass(text)).toEqual(findOneByOne(text));
		}),
		{ numRuns: 500 },
	);
	expect(findInOnePass('Prezada Ana, meu nome é Rui.').flat()).toHaveLength(2);
});

test('refuses labels that need not begin with a letter', () => {
	expect(() => createLabelFinder(['\\s?nome'])).toThrow('can begin without a letter');
	expect(() => createLabelFinder(Array.from({ length: 32 }, () => 'nome'))).toThrow('at most 31');
});

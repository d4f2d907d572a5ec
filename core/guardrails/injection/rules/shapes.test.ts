import { developmentTexts } from '../../../../bench/samples/injection/unseen';
import { unseenKindsAttacks } from '../../../../bench/samples/injection/unseen-kinds';
import { hostileTexts } from '../../../../bench/samples/hostile';
import { allMatches } from '../../all-matches';
import { fold } from '../fold';
import { rules } from '.';

const shapes = rules.flatMap(({ id, shapes }) => shapes.map((shape) => ({ id, ...shape })));

test.each(shapes)('$id is found only where it can be: $expression', ({ expression, needs }) => {
	const texts = [...[...developmentTexts, ...unseenKindsAttacks].map(({ text }) => text), ...hostileTexts(200).map(([, text]) => text)];
	const matches = texts.flatMap((text) => allMatches(fold(text).text, expression));
	expect(matches.filter(([match]) => !needs.some((part) => match.includes(part)))).toEqual([]);
	expect(needs).not.toContain('');
});

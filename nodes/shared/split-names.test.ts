import { splitNames } from './split-names';

describe('names separated by commas', () => {
	test.each([
		['in their order', 'b, a,c', ['b', 'a', 'c']],
		['trimmed, over lines as well', ' a\t,\n b ', ['a', 'b']],
		['without empty ones', ',a,, ,b,', ['a', 'b']],
		['each once, where it first stands', 'a, b, a', ['a', 'b']],
		['with the blanks inside a name', 'date of birth, name', ['date of birth', 'name']],
		['none in an empty field', '', []],
		['none in a field that is not there', undefined, []],
	])('are read %s', (_, field, names) => {
		expect(splitNames(field)).toEqual(names);
	});
});

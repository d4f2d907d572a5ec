import { isDescriber } from './writers';

const writer = (name: string) => ({ name, asker: [] });

test.each([
	['process:a', 'process:a', true],
	['process:a', 'process:b', false],
	['workflow:a', 'workflow:b', true],
	['workflow:a', 'process:a', false],
	['person:ana', 'workflow:a', false],
	[undefined, 'workflow:a', false],
])('what %s said of a document, %s may change: %s', (describer, name, may) => {
	expect(isDescriber({ writer: describer }, writer(name))).toBe(may);
	expect(isDescriber({ writer: 'operator', describedBy: describer ?? 'operator' }, writer(name))).toBe(may);
});

import { Range } from 'semver';
import { isInRange } from './version-range';

it.each([
	['1.0.0', '1.0.0', true],
	['1.0.0', '=1.0.0', true],
	['1.0.0', 'v1.0.0', true],
	['1.2.0', '^1.0.0', true],
	['1.2.0+linux', '^1.0.0', true],
	['1.2.0+linux', '*', true],
	['1.0.0+evil', '1.0.0', false],
	['1.0.0+evil', '= 1.0.0', false],
	['1.0.0+evil', '1.0.0 || 2.0.0', false],
	['1.0.0', '1.0.0+evil', false],
	['1.0.0+other', '1.0.0+evil', false],
	['1.0.0+a', '1.0.0+a', true],
	['2.0.0+a', '1.0.0 || ^2.0.0', true],
	['1.0.0', '>=1.0.0+a', false],
	['2.0.0', '1.0.0', false],
])('%s in the range %s: %s', (version, range, expected) => {
	expect(isInRange(version, new Range(range))).toBe(expected);
});

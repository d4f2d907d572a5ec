import fc from 'fast-check';
import { validRange } from 'semver';
import { isVersionLabel } from './version-label';

it.each(['production', 'canary', 'v1-beta', 'eu-west-1', 'a'.repeat(32)])('%s is a label', (text) => {
	expect(isVersionLabel(text)).toBe(true);
});

it.each([
	...[
		'',
		'x',
		'v1',
		'vx',
		'v12',
		'1',
		'1.0.0',
		'^1.2',
		'*',
		'a'.repeat(33),
		'Production',
		'pro duction',
		'pré',
		'-a',
		'a.b',
		'a@b',
		'../a',
	],
	'production\n',
])('%j is not a label', (text) => {
	expect(isVersionLabel(text)).toBe(false);
});

it('is not latest, which others reserve and do not resolve (mlflow/mlflow#17146)', () => {
	expect(isVersionLabel('latest')).toBe(false);
});

it('is never a range too, so that a label cannot be taken for a version', () => {
	fc.assert(
		fc.property(fc.stringMatching(/^[a-z0-9][a-z0-9.x-]{0,8}$/), (text) => !isVersionLabel(text) || validRange(text) === null),
		{ numRuns: 2_000 },
	);
});

it('no label reads as the number of a version (langfuse/langfuse#14852)', () => {
	const numbers = Array.from({ length: 300 }, (_, index) => [`${index}`, `v${index}`]).flat();
	expect(numbers.filter(isVersionLabel)).toEqual([]);
});

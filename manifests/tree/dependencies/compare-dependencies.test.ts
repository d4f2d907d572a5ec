import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { ManifestFile } from '../../documents/package-manifest';
import { compareDependencies } from './compare-dependencies';

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const filesOf = (content: string): ManifestFile[] => [{ path: 'index.js', sha256: hashOf(content), size: content.length }];
/** A package of one file; two that differ in their content lie in different folders. */
const found = (name: string, content: string, version = '1.0.0') => {
	const files = filesOf(content);
	return { name, version, sha256: hashOf(JSON.stringify(files)), files, folder: `node_modules/${content}/node_modules/${name}` };
};
const listed = ({ name, version, sha256 }: ReturnType<typeof found>) => ({ name, version, sha256 });

type Found = ReturnType<typeof found>;
const compare = (expected: Found[], actual: Found[], kept: Found[] = []) =>
	compareDependencies(expected.map(listed), actual, (sha256) => kept.find((one) => one.sha256 === sha256)?.files);

const [hoisted, nested, evil] = [
	found('left-pad', 'hoisted', '1.3.0'),
	found('left-pad', 'nested', '1.1.0'),
	found('left-pad', 'evil', '1.3.0'),
];

describe('two packages of one name, in different folders', () => {
	it('are as listed, in whichever order they are found', () => {
		expect(compare([hoisted, nested], [hoisted, nested])).toEqual([]);
		expect(compare([hoisted, nested], [nested, hoisted])).toEqual([]);
	});

	it.each([
		['first', [evil, nested]],
		['last', [nested, evil]],
	])('one that was changed is seen, found %s', (_where, actual) => {
		expect(compare([hoisted, nested], actual)).toEqual([
			{
				...{ file: 'node_modules/left-pad', problem: 'changed', expected: `${hoisted.sha256} (1.3.0)`, actual: `${evil.sha256} (1.3.0)` },
				dependency: { name: 'left-pad', expected: '1.3.0', actual: '1.3.0' },
			},
		]);
		expect(compare([hoisted, nested], actual, [hoisted, nested])).toMatchObject([
			{ file: 'node_modules/left-pad/index.js', problem: 'changed', expected: hashOf('hoisted'), actual: hashOf('evil') },
		]);
	});

	it('one more is seen beside the one that is as listed', () => {
		for (const actual of [
			[hoisted, evil],
			[evil, hoisted],
		])
			expect(compare([hoisted], actual)).toEqual([
				{
					...{ file: 'node_modules/left-pad', problem: 'extra', actual: `${evil.sha256} (1.3.0 in ${evil.folder})` },
					dependency: { name: 'left-pad', actual: '1.3.0' },
				},
			]);
	});

	it('one that is gone is seen: the other does not stand for both', () => {
		expect(compare([hoisted, nested], [hoisted])).toEqual([
			{
				...{ file: 'node_modules/left-pad', problem: 'missing', expected: `${nested.sha256} (1.1.0)` },
				dependency: { name: 'left-pad', expected: '1.1.0' },
			},
		]);
		expect(compare([hoisted, nested], [hoisted, hoisted])).toMatchObject([{ problem: 'changed', expected: `${nested.sha256} (1.1.0)` }]);
	});
});

it('is content with exactly what is listed, however often each stands there', () => {
	const some = fc.array(
		fc
			.record({ name: fc.constantFrom('a', 'b'), content: fc.constantFrom('x', 'y', 'z') })
			.map(({ name, content }) => found(name, content)),
		{ maxLength: 5 },
	);
	const sorted = (packages: Found[]) => packages.map(({ name, sha256 }) => `${name} ${sha256}`).sort();
	fc.assert(
		fc.property(some, some, (expected, actual) => {
			const isSame = JSON.stringify(sorted(expected)) === JSON.stringify(sorted(actual));
			expect(compare(expected, actual).length === 0).toBe(isSame);
			expect(compare(expected, [...expected].reverse())).toEqual([]);
		}),
		{ numRuns: 200 },
	);
});

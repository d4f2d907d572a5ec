import { isTroupeError } from '../../core/base/errors';
import { refuseUnsafePaths } from '../package/read-manifest';

const sha256 = 'a'.repeat(64);
const files = (...paths: string[]) => ({ covers: ['.'], files: ['package.json', ...paths].map((path) => ({ path, sha256, size: 1 })) });

it.each([
	['attack: a NUL in a path', ['dist/a.js\0.png'], /NUL/],
	['attack: a path out of the folder', ['../evil.js'], /leaves the folder/],
	['attack: twins by case', ['dist/A.js', 'dist/a.js'], /the same name on some file systems/],
	['attack: twins by composition', ['dist/e\u0301.js', 'dist/\u00e9.js'], /the same name on some file systems/],
])('%s is refused in a manifest, whoever signed it', (_attack, paths, message) => {
	let refused: unknown;
	try {
		refuseUnsafePaths(files(...paths));
	} catch (error) {
		refused = error;
	}
	expect(isTroupeError(refused) && refused.code).toBe('TOKEN_INVALID');
	expect(refused).toMatchObject({
		message: expect.stringMatching(message) as string,
		details: { reason: 'schema' },
		fix: expect.any(String) as string,
	});
});

import { computedLoadsText } from './text';

it('names the files of a package before those of its dependencies, and counts the rest', () => {
	const files = ['node_modules/a/1.js', 'node_modules/a/2.js', 'dist/b.js', 'node_modules/a/3.js', 'node_modules/a/4.js', 'c.js'];
	expect(computedLoadsText(files)).toMatch(/^6 files .*: dist\/b\.js, c\.js, node_modules\/a\/1\.js.*3\.js, and 1 more\. /);
});

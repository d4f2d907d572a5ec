import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPackageFolder, packagedAgentsFolder } from './package-folder';

describe('the package of the running code', () => {
	it('is the next folder up whose package.json has our name, past the packages in between', () => {
		const folder = mkdtempSync(join(tmpdir(), 'troupe-folder-'));
		const code = join(folder, 'dist', 'chunks');
		mkdirSync(code, { recursive: true });
		writeFileSync(join(folder, 'dist', 'package.json'), '{"type":"commonjs"}');
		expect(() => findPackageFolder(code)).toThrow(/does not belong to a package/);
		writeFileSync(join(folder, 'package.json'), '{"name":"n8n-nodes-troupe"}');
		expect(findPackageFolder(code)).toBe(folder);
		rmSync(folder, { recursive: true });
	});

	it('is this checkout here', () => {
		expect(findPackageFolder()).toBe(join(__dirname, '../..'));
	});

	it('keeps its agents in dist once built, and in the sources before', () => {
		const checkout = findPackageFolder();
		expect(packagedAgentsFolder()).toBe(join(checkout, 'examples'));
		expect(packagedAgentsFolder(join(checkout, 'dist', 'chunks'))).toBe(join(checkout, 'dist', 'examples'));
		expect(packagedAgentsFolder(join(checkout, 'distant'))).toBe(join(checkout, 'examples'));
	});
});

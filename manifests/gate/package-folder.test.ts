import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultGate } from './default-gate';
import { findPackageFolder } from './package-folder';

describe('the package of the running code', () => {
	it('is the next folder up whose package.json has our name, past the packages in between', () => {
		const folder = mkdtempSync(join(tmpdir(), 'troupe-folder-'));
		const code = join(folder, 'dist', 'chunks');
		mkdirSync(code, { recursive: true });
		writeFileSync(join(folder, 'dist', 'package.json'), '{"type":"commonjs"}');
		expect(() => findPackageFolder(code)).toThrow(/belongs to no package/);
		writeFileSync(join(folder, 'package.json'), '{"name":"n8n-nodes-troupe"}');
		expect(findPackageFolder(code)).toBe(folder);
		rmSync(folder, { recursive: true });
	});

	it('is this checkout here', () => {
		expect(findPackageFolder()).toBe(join(__dirname, '..', '..'));
	});
});

describe('the default gate', () => {
	it('is one for all who ask under the same trust', () => {
		expect(defaultGate({ TROUPE_TRUST: '/one' })).toBe(defaultGate({ TROUPE_TRUST: '/one' }));
		expect(defaultGate({ TROUPE_TRUST: '/one' })).not.toBe(defaultGate({ TROUPE_TRUST: '/other' }));
	});
});

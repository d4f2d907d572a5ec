import { readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createTemporaryFolder } from './temporary-folder';

it('creates a folder that only this user can read, with its files', () => {
	const folder = createTemporaryFolder('troupe-test-', { 'a.txt': 'a' });
	expect([statSync(folder).mode & 0o777, readdirSync(folder)]).toEqual([0o700, ['a.txt']]);
	rmSync(folder, { recursive: true });
});

it('leaves nothing when a file cannot be written', () => {
	expect(() => createTemporaryFolder('troupe-broken-', { 'missing/a.txt': 'a' })).toThrow('cannot be written to: ENOENT');
	expect(readdirSync(tmpdir()).filter((name) => name.startsWith('troupe-broken-'))).toEqual([]);
});

it('says which folder cannot be used', () => {
	expect(() => createTemporaryFolder('troupe-test-', {}, '/nonexistent')).toThrow(
		expect.objectContaining({
			code: 'STORAGE_UNREADABLE',
			message: 'The temporary folder /nonexistent cannot be written to: ENOENT.',
			fix: expect.stringContaining('TMPDIR'),
		}),
	);
});

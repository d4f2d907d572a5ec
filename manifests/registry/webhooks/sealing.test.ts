import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealSecret } from '../../../test/support/registry/earlier-webhooks';
import { openSealed } from './sealing';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-sealing-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function keyFile(name: string, content: string): string {
	const file = join(folder, name);
	writeFileSync(file, content);
	return file;
}

test('opens what an earlier version sealed, for the webhook that it was sealed for and by the same key only', () => {
	const key = Buffer.alloc(32, 1);
	const file = keyFile('webhooks.key', `${key.toString('base64')}\n`);
	const sealed = sealSecret('whsec_secret', 'acme 1', key);
	expect(openSealed({ ...sealed, about: 'acme 1' }, file)).toBe('whsec_secret');
	const flipped = Buffer.from(sealed.sealed, 'base64');
	flipped[15]! ^= 1;
	const other = keyFile('other.key', Buffer.alloc(32, 2).toString('base64'));
	for (const [secret, where] of [
		[{ ...sealed, about: 'acme 2' }, file],
		[{ ...sealed, about: 'acme 1', sealed: flipped.toString('base64') }, file],
		[{ ...sealed, about: 'acme 1', sealed: 'AAAA' }, file],
		[{ ...sealed, about: 'acme 1' }, other],
		[{ ...sealed, about: 'acme 1' }, keyFile('short.key', 'short')],
		[{ ...sealed, about: 'acme 1' }, join(folder, 'missing.key')],
	] as const)
		expect(() => openSealed(secret, where)).toThrow(
			expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining(where), fix: expect.stringContaining('Restore') }),
		);
});

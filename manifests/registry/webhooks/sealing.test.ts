import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSealing, sealingWith } from './sealing';
import { signedHeaders } from '../../../core/base/webhook-signature';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-sealing-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('opens what it sealed, for the webhook that it was sealed for and by the same key only', () => {
	const sealing = sealingWith(Buffer.alloc(32, 1));
	const sealed = sealing.seal('whsec_secret', 'acme 1');
	expect(sealed).not.toContain('secret');
	expect(sealing.open(sealed, 'acme 1')).toBe('whsec_secret');
	const flipped = Buffer.from(sealed, 'base64');
	flipped[15]! ^= 1;
	for (const open of [
		() => sealing.open(sealed, 'acme 2'),
		() => sealing.open(flipped.toString('base64'), 'acme 1'),
		() => sealing.open('AAAA', 'acme 1'),
		() => sealingWith(Buffer.alloc(32, 2)).open(sealed, 'acme 1'),
	])
		expect(open).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
});

test('makes its key once, for its owner alone', () => {
	const file = join(folder, 'registry', 'webhooks.key');
	const first = readSealing(file);
	expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(readSealing(file).open(first.seal('x', 'y'), 'y')).toBe('x');
	writeFileSync(file, 'short');
	expect(() => readSealing(file)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID', fix: expect.stringContaining('Restore') }));
});

test('signs as Standard Webhooks has it', () => {
	const secret = `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`;
	const { 'webhook-signature': signature } = signedHeaders(secret, 'acme-1', 1_767_225_600_999, '{}');
	const expected = createHmac('sha256', 'a secret of thirty-two bytes, ok').update('acme-1.1767225600.{}').digest('base64');
	expect(signature).toBe(`v1,${expected}`);
});

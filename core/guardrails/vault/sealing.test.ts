import { createSecretKey } from 'node:crypto';
import { deriveKey, keyedHash, seal, unseal } from './sealing';
import { createSubjectKey, createVaultKeys } from './vault-keys';

const bytes = Buffer.alloc(32, 7);
const key = createSecretKey(bytes);
const bound = Buffer.from('here');

test('seals the same value differently each time, since a nonce is never reused', () => {
	const sealed = Array.from({ length: 50 }, () => Buffer.from(seal(key, Buffer.from('value'), bound)));
	expect(new Set(sealed.map((one) => one.subarray(0, 12).toString('hex'))).size).toBe(50);
	expect(unseal(key, sealed[0]!, bound, 'A value').toString()).toBe('value');
	expect(() => unseal(key, sealed[0]!, Buffer.from('there'), 'A value')).toThrow('cannot be decrypted');
	expect(() => unseal(key, sealed[0]!.subarray(0, 20), bound, 'A value')).toThrow('cannot be decrypted');
});

test('distinguishes parts from other parts of the same letters, and the uses of a key', () => {
	expect(keyedHash(key, 'a', 'bc')).not.toEqual(keyedHash(key, 'ab', 'c'));
	expect(deriveKey(bytes, 'one').equals(deriveKey(bytes, 'other'))).toBe(false);
	expect(deriveKey(bytes, 'one').equals(key)).toBe(false);
	const { pseudonym } = createVaultKeys(bytes);
	const names = [pseudonym('conversation', 't', 'x'), pseudonym('subject', 't', 'x'), pseudonym('subject', 'u', 'x')];
	expect(new Set(names).size).toBe(3);
	expect(createSubjectKey(bytes).digest('x')).not.toBe(keyedHash(deriveKey(bytes, 'vault values'), 'x').toString('base64url'));
});

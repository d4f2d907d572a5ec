import { createSignedPackage } from '../../test/support/signed-package';
import { readPublicKeySet } from './jwks';

it('lists the public halves of the keys of the root that packages are verified against', async () => {
	const signed = await createSignedPackage();
	const { keys } = readPublicKeySet({ pinned: signed.keysFolder }, signed.nowMs);
	expect(keys.map(({ kid }) => kid)).toEqual((['root', 'author', 'approver', 'snapshot'] as const).map((role) => signed.key(role).keyId));
	for (const key of keys) expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
	signed.remove();
});

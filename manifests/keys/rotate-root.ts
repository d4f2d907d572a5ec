import { TroupeError } from '../../core/base/errors';
import { type Role, roles } from '../documents/documents';
import type { RootDocument } from '../documents/root-document';
import { documentPayload } from '../token/sign-token';
import { parseRoot, type RootBytes } from '../trust/root/root-edition';
import { requireSoundRoles } from '../trust/root/root-rules';
import type { PublicKeyFile } from './create-keys';
import { loadKeys } from '../token/key-ring';

interface RootChanges {
	add?: readonly PublicKeyFile[];
	/** Keys of authors and approvers that sign nothing new, by `kid`. Earlier signatures stay valid. */
	retire?: readonly string[];
	/** Keys to drop from the list, by `kid`. Documents with only their signatures are refused from then on. */
	remove?: readonly string[];
	/** Like `remove`, but permanent: no later edition can restore the key. */
	revoke?: readonly string[];
	thresholds?: Partial<Record<Role, number>>;
	days: number;
	nowMs: number;
}

interface RootDraft {
	version: number;
	payload: string;
}

/** Returns the unsigned edition. @throws TroupeError INPUT_INVALID, TOKEN_INVALID when the edition would contradict itself */
export function draftNextRoot(current: RootBytes, changes: RootChanges): RootDraft {
	const { claimed } = parseRoot(current);
	const next = applyChanges(claimed, changes);
	const name = `The edition ${next.ver} of the root`;
	loadKeys(next, name);
	requireSoundRoles(next, name);
	return { version: next.ver, payload: documentPayload('troupe-root+jwt', next, changes) };
}

type Draft = Pick<RootDocument, 'ver' | 'keys' | 'roles' | 'owners' | 'retiredKeys' | 'revokedKeyIds' | 'development'>;

function applyChanges(
	current: RootDocument,
	{ add = [], retire = [], remove = [], revoke = [], thresholds = {}, nowMs }: RootChanges,
): Draft {
	const leaving = new Set([...remove, ...revoke]);
	const unknown = [...retire, ...leaving].find((keyId) => !current.keys.some(({ kid }) => kid === keyId));
	if (unknown !== undefined)
		throw invalid(`The root has no key ${unknown}`, `Use one of ${current.keys.map(({ kid }) => kid).join(', ')}.`);
	const duplicate = add.find(({ jwk }) => current.keys.some(({ kid }) => kid === jwk.kid));
	if (duplicate !== undefined) throw invalid(`The root already has the key ${duplicate.jwk.kid}`, 'Add each key once.');
	const owners = { ...current.owners };
	for (const { jwk, owner } of add) if (owner !== undefined) owners[jwk.kid] = owner;
	const stays = (keyId: string) => !leaving.has(keyId);
	const changeRole = (role: Role) => ({
		keyIds: [...current.roles[role].keyIds.filter(stays), ...add.filter((key) => key.role === role).map(({ jwk }) => jwk.kid)],
		threshold: thresholds[role] ?? current.roles[role].threshold,
	});
	const revokedKeyIds = [...new Set([...(current.revokedKeyIds ?? []), ...revoke])];
	const retiredNow = retire.map((keyId): [string, number] => [keyId, Math.floor(nowMs / 1000)]);
	const retiredKeys = Object.entries({ ...Object.fromEntries(retiredNow), ...current.retiredKeys }).filter(([keyId]) => stays(keyId));
	const namedOwners = Object.fromEntries(Object.entries(owners).filter(([keyId]) => stays(keyId)));
	return {
		ver: current.ver + 1,
		keys: [...current.keys.filter(({ kid }) => stays(kid)), ...add.map(({ jwk }) => jwk)],
		roles: Object.fromEntries(roles.map((role) => [role, changeRole(role)])) as RootDocument['roles'],
		...(Object.keys(namedOwners).length > 0 && { owners: namedOwners }),
		...(retiredKeys.length > 0 && { retiredKeys: Object.fromEntries(retiredKeys) }),
		...(revokedKeyIds.length > 0 && { revokedKeyIds }),
		development: current.development,
	};
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });

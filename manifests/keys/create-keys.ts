import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { rootFileName, roles, type PublicJwk, type Role } from '../documents/documents';
import { documentPayload, signPayload } from '../token/sign-token';
import { signerOfKey } from '../token/signer';
import { writeWhole } from '../write-file';
import { keyFileName, toJwk } from './key-name';
import { generateKey, openKeyFolder, writeKey } from './make-key';

export { readSigningKey } from './key-files';
export { toJwk } from './key-name';

const rootDays = 3650;
const publicEnding = '.public.json';

interface CreateKeysRequest {
	/** The folder for the keys and `root.jwt`. */
	into: string;
	/** True for a root that no person vouches for. */
	development: boolean;
	/** Whether keys that are already there may be lost. */
	force?: boolean;
	/** Encrypts the private keys. */
	passphrase?: string;
	/** How many keys the root has, and how many of them sign an edition. Default 1 of 1. */
	rootKeys?: number;
	threshold?: number;
	/** Who gets a key of her own, such as `ada@example.com`. Default: one key of nobody in particular. */
	authors?: string[];
	approvers?: string[];
	/** How many approvals a manifest needs. Default 1. */
	approvals?: number;
	nowMs: number;
}

interface CreatedKey {
	role: Role;
	keyId: string;
	owner?: string;
	/** Of the private key. */
	path: string;
}

interface CreatedKeys {
	folder: string;
	root: string;
	/** The first of each role. */
	keyIds: Record<Role, string>;
	keys: CreatedKey[];
}

/**
 * Makes the key pairs of each role and the root that names them, signed by all root keys. The private keys can be read by their owner only.
 * @throws TroupeError INPUT_INVALID when there are keys already, or fewer than the thresholds ask for
 */
export async function createKeys(request: CreateKeysRequest): Promise<CreatedKeys> {
	const { into, development, passphrase, nowMs, threshold = 1, approvals = 1 } = request;
	const wanted = wantedKeys(request);
	requireEnough('root', threshold, wanted);
	requireEnough('approver', approvals, wanted);
	if (!request.force) refuseExisting(into);
	openKeyFolder(into);
	const pairs = await Promise.all(wanted.map(async (one) => ({ ...one, key: await generateKey(one.role) })));
	const keys = pairs.map(({ role, owner, name, key }) => ({ role, owner, keyId: key.keyId, path: writeKey(into, name, key, passphrase) }));
	const keysOf = (role: Role) => keys.filter((key) => key.role === role).map(({ keyId }) => keyId);
	const owners = Object.fromEntries(keys.flatMap(({ keyId, owner }) => (owner === undefined ? [] : [[keyId, owner]])));
	const document = {
		ver: 1,
		keys: pairs.map(({ key }) => toJwk(key)),
		roles: {
			root: { keyIds: keysOf('root'), threshold },
			author: { keyIds: keysOf('author'), threshold: 1 },
			approver: { keyIds: keysOf('approver'), threshold: approvals },
			snapshot: { keyIds: keysOf('snapshot'), threshold: 1 },
		},
		...(Object.keys(owners).length > 0 && { owners }),
		development,
	};
	const payload = documentPayload('troupe-root+jwt', document, { nowMs, days: rootDays });
	const signers = pairs.filter(({ role }) => role === 'root').map(({ key }) => signerOfKey(key.keyId, key.privateKey));
	const tokens = await Promise.all(signers.map((signer) => signPayload('troupe-root+jwt', payload, signer)));
	const root = join(into, rootFileName);
	writeWhole(root, tokens.join('\n'));
	const first = Object.fromEntries(roles.map((role) => [role, keysOf(role)[0] ?? ''])) as Record<Role, string>;
	return { folder: into, root, keyIds: first, keys };
}

/** What the holder of a new key gives to those who make the next edition of the root. */
export interface PublicKeyFile {
	role: Role;
	owner?: string;
	jwk: PublicJwk;
}

/**
 * Makes one key pair; its public half, in a file beside it, is then added to the next edition of the root.
 * @throws TroupeError INPUT_INVALID when there is such a key already
 */
export async function createKeyPair(
	request: Pick<CreateKeysRequest, 'into' | 'force' | 'passphrase'> & { role: Role; owner?: string },
): Promise<CreatedKey & { publicFile: string }> {
	const { into, role, owner, passphrase } = request;
	const name = keyFileName(role, owner);
	if (!request.force && existsSync(join(into, `${name}.pem`))) throw existing(join(into, `${name}.pem`));
	openKeyFolder(into);
	const key = await generateKey(role);
	const path = writeKey(into, name, key, passphrase);
	const publicFile = join(into, name + publicEnding);
	const content: PublicKeyFile = { role, ...(owner !== undefined && { owner }), jwk: toJwk(key) };
	writeWhole(publicFile, JSON.stringify(content, null, '\t') + '\n');
	return { role, owner, keyId: key.keyId, path, publicFile };
}

interface WantedKey {
	role: Role;
	/** Of its file. */
	name: string;
	owner?: string;
}

function wantedKeys({ rootKeys = 1, authors = [], approvers = [] }: CreateKeysRequest): WantedKey[] {
	const root = Array.from({ length: rootKeys }, (_, index) => keyFileName('root', rootKeys === 1 ? undefined : index + 1));
	const ofPeople = (role: Role, owners: string[]): WantedKey[] =>
		owners.length === 0 ? [{ role, name: role }] : owners.map((owner) => ({ role, owner, name: keyFileName(role, owner) }));
	const wanted = [
		...root.map((name): WantedKey => ({ role: 'root', name })),
		...ofPeople('author', authors),
		...ofPeople('approver', approvers),
		...ofPeople('snapshot', []),
	];
	const twin = wanted.find(({ name }, index) => wanted.findIndex((other) => other.name === name) !== index);
	if (twin === undefined) return wanted;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `Two ${twin.role} keys would lie in the file ${twin.name}.pem`,
		fix: 'Name each person once, by names that differ in letters or digits.',
	});
}

function requireEnough(role: Role, threshold: number, wanted: readonly WantedKey[]): void {
	const count = wanted.filter((key) => key.role === role).length;
	if (threshold >= 1 && threshold <= count && count <= 16) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The role ${role} would need ${threshold} of ${count} keys`,
		fix: 'Ask for 1 to 16 keys of a role, and for no more signatures than there are keys.',
	});
}

function refuseExisting(folder: string): void {
	const found = existsSync(folder)
		? readdirSync(folder).find((name) => name === rootFileName || /\.(pem|signer\.json)$/.test(name))
		: undefined;
	if (found !== undefined) throw existing(join(folder, found));
}

const existing = (path: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `There are keys already: ${path}`,
		fix: 'Choose another folder with --into, or lose these for good with --force.',
	});

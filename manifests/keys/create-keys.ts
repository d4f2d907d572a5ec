import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { type Role, roles, rootFileName } from '../documents/documents';
import type { PublicJwk } from '../documents/root-document';
import { documentPayload, signPayload } from '../token/sign-token';
import { createKeySigner } from '../token/signer';
import { writeAtomically } from '../write-file';
import { keyFileName, toJwk } from './key-name';
import { generateKey, openKeyFolder, writeKey } from './make-key';

export { readSigningKey } from './key-files';
export { toJwk } from './key-name';

const rootDays = 3650;
const publicEnding = '.public.json';

interface CreateKeysRequest {
	into: string;
	/** True for a root that no person vouches for. */
	development: boolean;
	replace?: boolean;
	passphrase?: string;
	/** Keys of the root, and how many must sign. Default 1 of 1. */
	rootKeys?: number;
	threshold?: number;
	/** People with their own key, such as `ada@example.com`. Default: one key without an owner. */
	authors?: string[];
	approvers?: string[];
	/** Required approvals of a manifest. Default 1. */
	approvals?: number;
	nowMs: number;
}

interface CreatedKey {
	role: Role;
	keyId: string;
	owner?: string;
	path: string;
}

interface CreatedKeys {
	folder: string;
	root: string;
	keyIds: Record<Role, string>;
	keys: CreatedKey[];
}

/**
 * Creates keys and a root signed by all root keys. Only the owner can read the private keys. @throws TroupeError INPUT_INVALID when keys exist
 * already, or there are fewer keys than the thresholds require
 */
export async function createKeys(request: CreateKeysRequest): Promise<CreatedKeys> {
	const { into, development, passphrase, nowMs, threshold = 1, approvals = 1 } = request;
	const plan = planKeys(request);
	requireEnough('root', threshold, plan);
	requireEnough('approver', approvals, plan);
	if (!request.replace) refuseExisting(into);
	openKeyFolder(into);
	const pairs = await Promise.all(plan.map(async (one) => ({ ...one, key: await generateKey(one.role) })));
	const keys = pairs.map(({ role, owner, name, key }) => ({ role, owner, keyId: key.keyId, path: writeKey(into, name, key, passphrase) }));
	const selectKeyIds = (role: Role) => keys.filter((key) => key.role === role).map(({ keyId }) => keyId);
	const owners = Object.fromEntries(keys.flatMap(({ keyId, owner }) => (owner === undefined ? [] : [[keyId, owner]])));
	const document = {
		ver: 1,
		keys: pairs.map(({ key }) => toJwk(key)),
		roles: {
			root: { keyIds: selectKeyIds('root'), threshold },
			author: { keyIds: selectKeyIds('author'), threshold: 1 },
			approver: { keyIds: selectKeyIds('approver'), threshold: approvals },
			snapshot: { keyIds: selectKeyIds('snapshot'), threshold: 1 },
		},
		...(Object.keys(owners).length > 0 && { owners }),
		development,
	};
	const payload = documentPayload('troupe-root+jwt', document, { nowMs, days: rootDays });
	const signers = pairs.filter(({ role }) => role === 'root').map(({ key }) => createKeySigner(key.keyId, key.privateKey));
	const tokens = await Promise.all(signers.map((signer) => signPayload('troupe-root+jwt', payload, signer)));
	const root = join(into, rootFileName);
	writeAtomically(root, tokens.join('\n'));
	const first = Object.fromEntries(roles.map((role) => [role, selectKeyIds(role)[0] ?? ''])) as Record<Role, string>;
	return { folder: into, root, keyIds: first, keys };
}

/** The holder of a new key gives this file to the people who make the next root edition. */
export interface PublicKeyFile {
	role: Role;
	owner?: string;
	jwk: PublicJwk;
}

/** Writes the public half beside the key, for the next root edition. @throws TroupeError INPUT_INVALID when such a key exists already */
export async function createKeyPair(
	request: Pick<CreateKeysRequest, 'into' | 'replace' | 'passphrase'> & { role: Role; owner?: string },
): Promise<CreatedKey & { publicFile: string }> {
	const { into, role, owner, passphrase } = request;
	const name = keyFileName(role, owner);
	if (!request.replace && existsSync(join(into, `${name}.pem`))) throw existing(join(into, `${name}.pem`));
	openKeyFolder(into);
	const key = await generateKey(role);
	const path = writeKey(into, name, key, passphrase);
	const publicFile = join(into, name + publicEnding);
	const content: PublicKeyFile = { role, ...(owner !== undefined && { owner }), jwk: toJwk(key) };
	writeAtomically(publicFile, JSON.stringify(content, null, '\t') + '\n');
	return { role, owner, keyId: key.keyId, path, publicFile };
}

interface PlannedKey {
	role: Role;
	name: string;
	owner?: string;
}

function planKeys({ rootKeys = 1, authors = [], approvers = [] }: CreateKeysRequest): PlannedKey[] {
	const root = Array.from({ length: rootKeys }, (_, index) => keyFileName('root', rootKeys === 1 ? undefined : index + 1));
	const planForPeople = (role: Role, owners: string[]): PlannedKey[] =>
		owners.length === 0 ? [{ role, name: role }] : owners.map((owner) => ({ role, owner, name: keyFileName(role, owner) }));
	const plan = [
		...root.map((name): PlannedKey => ({ role: 'root', name })),
		...planForPeople('author', authors),
		...planForPeople('approver', approvers),
		...planForPeople('snapshot', []),
	];
	const twin = plan.find(({ name }, index) => plan.findIndex((other) => other.name === name) !== index);
	if (twin === undefined) return plan;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `Two ${twin.role} keys would have the file name ${twin.name}.pem`,
		fix: 'Use a different name for each person. Names must differ in letters or digits.',
	});
}

function requireEnough(role: Role, threshold: number, plan: readonly PlannedKey[]): void {
	const count = plan.filter((key) => key.role === role).length;
	if (threshold >= 1 && threshold <= count && count <= 16) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The role ${role} would require ${threshold} of ${count} keys`,
		fix: 'Create 1 to 16 keys per role, and require no more signatures than there are keys.',
	});
}

function refuseExisting(folder: string): void {
	const existingFile = existsSync(folder)
		? readdirSync(folder).find((name) => name === rootFileName || /\.(pem|signer\.json)$/.test(name))
		: undefined;
	if (existingFile !== undefined) throw existing(join(folder, existingFile));
}

const existing = (path: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `Keys exist already: ${path}`,
		fix: 'Choose another folder with --into, or overwrite these keys for good with --replace.',
	});

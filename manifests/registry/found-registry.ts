import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { defaultTenant, rootFileName, tenantPattern, trustFolderName } from '../documents/documents';
import { accessKeysFile, createAccessKeys, issueAccessToken } from './access/issue-token';
import { scopes, type Scope } from './registry-api';
import { writeAtomically } from '../write-file';
import { createKeys } from '../keys/create-keys';

interface FoundRegistryRequest {
	/** A folder that is empty or missing. */
	into: string;
	authors: string[];
	approvers: string[];
	/** How many approvals a manifest needs. */
	approvals: number;
	/** How many people hold a root key, and how many of them have to sign. */
	rootHolders: number;
	rootThreshold: number;
	tenant?: string;
	/** The address of the registry. */
	url: string;
	passphrase?: string;
	nowMs: number;
}

/** One folder for each recipient; paths are relative to the whole. */
export interface FoundedRegistry {
	folder: string;
	root: string[];
	server: string;
	admin: string;
	machines: string;
	people: Array<{ subject: string; folder: string; role: 'author' | 'approver' }>;
}

/** `server` is the home of the process that serves. */
const serverKeys = join('server', 'registry');
const tokenHours = 90 * 24;
const scopesOf: Record<'author' | 'approver' | 'machine', Scope[]> = {
	author: ['registry:read', 'registry:publish'],
	approver: ['registry:read', 'registry:approve', 'registry:revoke', 'registry:rollout', 'registry:audit'],
	machine: ['registry:read', 'registry:report'],
};

/**
 * Creates everything that a new registry needs: a root, a key for each person, the server's keys, and an access token for each caller. Each folder
 * goes to one place; none of them needs another's.
 * @throws TroupeError INPUT_INVALID
 */
export async function foundRegistry(request: FoundRegistryRequest): Promise<FoundedRegistry> {
	check(request);
	const { into, passphrase, url, tenant = defaultTenant, nowMs } = request;
	const people = [
		...request.authors.map((subject) => ({ subject, role: 'author' as const, folder: join('people', subject) })),
		...request.approvers.map((subject) => ({ subject, role: 'approver' as const, folder: join('people', subject) })),
	];
	const draft = join(into, 'keys');
	const created = await createKeys({
		into: draft,
		development: false,
		rootKeys: request.rootHolders,
		threshold: request.rootThreshold,
		authors: request.authors,
		approvers: request.approvers,
		approvals: request.approvals,
		passphrase,
		nowMs,
	});
	const roots = created.keys.filter(({ role }) => role === 'root').map((_, index) => join('root', String(index + 1)));
	const places = [...roots, ...people.map((person) => person.folder), serverKeys];
	// In the order of createKeys: root, authors, approvers, snapshot.
	created.keys.forEach(({ role, path }, index) => renameSync(path, join(privately(into, places[index] ?? ''), `${role}.pem`)));
	const root = readFileSync(created.root, 'latin1');
	rmSync(draft, { recursive: true });
	for (const folder of [...people.map((person) => person.folder), serverKeys, 'admin', join('machines', trustFolderName), 'root'])
		writeAtomically(join(into, folder, rootFileName), root);

	const admin = privately(into, 'admin');
	await createAccessKeys({ into: admin, passphrase });
	writeAtomically(join(into, serverKeys, accessKeysFile), readFileSync(join(admin, accessKeysFile), 'utf8'));
	const letIn = async (folder: string, subject: string, granted: readonly Scope[]) => {
		const { token } = await issueAccessToken({ keysFolder: admin, passphrase, tenant, subject, scopes: granted, hours: tokenHours, nowMs });
		writeAtomically(join(privately(into, folder), 'token'), `${token}\n`, 0o600);
		writeAtomically(join(into, folder, 'registry.json'), `${JSON.stringify({ url })}\n`);
	};
	for (const { subject, folder, role } of people) await letIn(folder, subject, scopesOf[role]);
	await letIn('admin', 'admin', scopes);
	await letIn('machines', 'machines', scopesOf.machine);
	return { folder: into, root: roots, server: 'server', admin: 'admin', machines: 'machines', people };
}

function check({
	into,
	authors,
	approvers,
	approvals,
	rootHolders,
	rootThreshold,
	tenant = defaultTenant,
	url,
}: FoundRegistryRequest): void {
	if (!tenantPattern.test(tenant))
		throw wrongUse(
			`The tenant ${JSON.stringify(tenant)} must consist of lower-case letters, digits and hyphens`,
			'Write it as --tenant acme.',
		);
	if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
		throw wrongUse(
			`--url is ${JSON.stringify(url)}, expected an http or https address`,
			'Write it as --url https://registry.example:8600.',
		);
	if (existsSync(into) && readdirSync(into).length > 0)
		throw wrongUse(`${into} is not empty`, 'Specify a new folder. Keys are never overwritten.');
	if (authors.length === 0 || approvers.length === 0)
		throw wrongUse('A registry needs an author and an approver', 'Specify them: --author ada@example.com --approver grace@example.com.');
	const people = [...authors, ...approvers];
	const bad = people.find((subject) => !/^[A-Za-z0-9_][A-Za-z0-9._@+-]{0,99}$/.test(subject));
	if (bad !== undefined)
		throw wrongUse(`${JSON.stringify(bad)} is not a valid name of a person`, 'Use letters, digits and . _ @ + -, such as ada@example.com.');
	const twice = people.find((subject, index) => people.map((one) => one.toLowerCase()).indexOf(subject.toLowerCase()) !== index);
	if (twice !== undefined)
		throw wrongUse(`${twice} is listed twice`, 'Use different people as authors and approvers. No one can approve their own work.');
	if (approvals > approvers.length)
		throw wrongUse(
			`${approvals} approvals are required, but there are only ${approvers.length} approvers`,
			'Add approvers, or require fewer approvals.',
		);
	if (rootThreshold > rootHolders)
		throw wrongUse(
			`${rootThreshold} signatures are required, but there are only ${rootHolders} root keys`,
			'Create more root keys, or require fewer signatures.',
		);
	if (people.length + rootHolders > 16)
		throw wrongUse('More than 16 keys are requested', 'Begin with fewer people. A later edition of the root can add more.');
}

/** Creates a folder that only its owner can open. */
function privately(into: string, folder: string): string {
	const path = join(into, folder);
	mkdirSync(path, { recursive: true, mode: 0o700 });
	return path;
}

const wrongUse = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });

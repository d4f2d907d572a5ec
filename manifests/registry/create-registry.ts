import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createFolder } from '../../core/base/create-folder';
import { TroupeError } from '../../core/base/errors';
import { defaultTenant, rootFileName, tenantPattern, trustFolderName } from '../documents/documents';
import { accessKeysFile, createAccessKeys } from './access/issue-token';
import { placeScopes, writePlace } from './access/write-place';
import { firstPolicyFile, type FirstPolicy } from './settings/first-policy';
import { scopes, type Scope } from './registry-api';
import { writeAtomically } from '../write-file';
import { createKeys } from '../keys/create-keys';

interface NewRegistry {
	into: string;
	authors: string[];
	approvers: string[];
	approvals: number;
	rootHolders: number;
	rootThreshold: number;
	tenant?: string;
	/** n8n instances and workers, each with its own token. Empty: one token for all machines. */
	machines?: string[];
	/** How long machines use an expired snapshot while the registry is unreachable. */
	graceSeconds?: number;
	url: string;
	passphrase?: string;
	nowMs: number;
}

export interface CreatedRegistry {
	folder: string;
	root: string[];
	server: string;
	admin: string;
	machines: string;
	/** Folder of each machine in `machines`; empty with one token for all. */
	machineFolders: Array<{ subject: string; folder: string }>;
	people: Array<{ subject: string; folder: string; role: 'author' | 'approver' }>;
}

const serverKeys = join('server', 'registry');
const tokenHours = 90 * 24;

/**
 * Creates a root, a key per person, the server's keys, and an access token per caller. Each folder goes to one place; none needs another's. @throws
 * TroupeError INPUT_INVALID
 */
export async function createRegistry(request: NewRegistry): Promise<CreatedRegistry> {
	check(request);
	const { into, passphrase, url, tenant = defaultTenant, nowMs } = request;
	const people = [
		...request.authors.map((subject) => ({ subject, role: 'author' as const, folder: join('people', subject) })),
		...request.approvers.map((subject) => ({ subject, role: 'approver' as const, folder: join('people', subject) })),
	];
	const machineFolders = (request.machines ?? []).map((subject) => ({ subject, folder: join('machines', subject) }));
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
	const keyPlaces = [...roots, ...people.map((person) => person.folder), serverKeys];
	// In the order of createKeys: root, authors, approvers, snapshot.
	created.keys.forEach(({ role, path }, index) => renameSync(path, join(privately(into, keyPlaces[index] ?? ''), `${role}.pem`)));
	const places = machineFolders.length > 0 ? machineFolders : [{ subject: 'machines', folder: 'machines' }];
	const root = readFileSync(created.root, 'latin1');
	rmSync(draft, { recursive: true });
	for (const folder of [
		...people.map((person) => person.folder),
		serverKeys,
		'admin',
		...places.map(({ folder }) => join(folder, trustFolderName)),
		'root',
	])
		writeAtomically(join(into, folder, rootFileName), root);

	const admin = privately(into, 'admin');
	await createAccessKeys({ into: admin, passphrase });
	writeAtomically(join(into, serverKeys, accessKeysFile), readFileSync(join(admin, accessKeysFile), 'utf8'));
	const letIn = (folder: string, subject: string, granted: readonly Scope[]) =>
		writePlace({
			folder: join(into, folder),
			keysFolder: admin,
			passphrase,
			tenant,
			subject,
			scopes: granted,
			url,
			hours: tokenHours,
			nowMs,
		});
	for (const { subject, folder, role } of people) await letIn(folder, subject, placeScopes[role]);
	await letIn('admin', 'admin', scopes);
	for (const { subject, folder } of places) await letIn(folder, subject, placeScopes.machine);
	if (request.graceSeconds) {
		const firstPolicy: FirstPolicy = { tenant, policy: { graceSeconds: request.graceSeconds } };
		writeAtomically(join(into, serverKeys, firstPolicyFile), `${JSON.stringify(firstPolicy)}\n`);
	}
	return { folder: into, root: roots, server: 'server', admin: 'admin', machines: 'machines', machineFolders, people };
}

function check({
	into,
	authors,
	approvers,
	approvals,
	rootHolders,
	rootThreshold,
	machines = [],
	tenant = defaultTenant,
	url,
}: NewRegistry): void {
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
	requireNames([...people, ...machines]);
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

/** Names become folders and token subjects. @throws TroupeError INPUT_INVALID */
export function requireNames(names: readonly string[]): void {
	const bad = names.find((name) => !/^[A-Za-z0-9_][A-Za-z0-9._@+-]{0,99}$/.test(name));
	if (bad !== undefined)
		throw wrongUse(
			`${JSON.stringify(bad)} is not a valid name of a person or a machine`,
			'Use letters, digits and . _ @ + -, such as ada@example.com.',
		);
	const twice = names.find((name, index) => names.map((one) => one.toLowerCase()).indexOf(name.toLowerCase()) !== index);
	if (twice !== undefined)
		throw wrongUse(`${twice} is listed twice`, 'Use different people as authors and approvers. No one can approve their own work.');
}

function privately(into: string, folder: string): string {
	const path = join(into, folder);
	createFolder(path, 0o700);
	return path;
}

const wrongUse = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });

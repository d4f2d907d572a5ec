import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { rootFileName, trustFolderName } from '../../../manifests/documents/documents';
import { createKeyPair } from '../../../manifests/keys/create-keys';
import { readSigners } from '../../../manifests/keys/key-files';
import { signRoot } from '../../../manifests/keys/sign-root';
import type { SignedRoot } from '../../../manifests/keys/sign-root';
import { placeScopes, writePlace, type PlaceRole } from '../../../manifests/registry/access/write-place';
import { requireNames } from '../../../manifests/registry/create-registry';
import type { AccessToken } from '../../../manifests/registry/registry-api';
import { isoTime } from '../../../manifests/token/refused-token';
import { personName } from '../../../manifests/trust/count-approvals';
import { writeAtomically } from '../../../manifests/write-file';
import { draftRoot, readPublicKey } from '../keys/keys-run';
import { findConsequences, publishEdition, readCurrentRoot, readLastEdition, tellConsequences } from '../keys/publish-root';
import { openRegistry, wrongUse, type OpenRegistry, type RegistryOptions } from '../shared/open-registry';
import { confirmedByPerson } from '../../terminal/confirm';
import { newPassphrase, readPassphrase } from '../../terminal/passphrase';
import { countNouns } from '../../terminal/format-text';
import type { ExitCode } from '../../terminal/report-error';
import { tableLines } from '../../terminal/table-lines';
import { printable, type Terminal } from '../../terminal/terminal';

interface EditionOptions extends RegistryOptions {
	rootKeys?: string[];
	approvals?: number;
	yes?: boolean;
	isTold?: boolean;
}

type Draft = SignedRoot & { payload: string };

const rootDays = 3650;

/** Drafts the edition that follows the registry's last one, and signs it with the root keys at hand. @throws TroupeError INPUT_INVALID */
async function draftEdition(
	registry: OpenRegistry,
	changes: Pick<Parameters<typeof draftRoot>[1], 'add' | 'retire' | 'revoke'>,
	{ rootKeys = [], approvals }: EditionOptions,
	terminal: Terminal,
): Promise<Draft> {
	const previous = await readLastEdition(registry);
	const thresholds = approvals === undefined ? {} : { approver: approvals };
	const { payload, version } = draftRoot(
		previous,
		{ ...changes, thresholds, days: rootDays, nowMs: Date.now() },
		'Add another person for the role first (`troupe manifest people add`). Fewer approvers than before also need a lower --approvals.',
	);
	const signers = [];
	for (const folder of rootKeys) {
		const found = readSigners(resolve(folder), 'root', await readPassphrase(resolve(folder), 'root', terminal));
		if (found.length === 0) throw wrongUse(`There is no root key in ${resolve(folder)}`, 'Name with --root-keys the folder of a root key.');
		signers.push(...found);
	}
	const edition = { name: `edition ${version} of the root`, bytes: Buffer.from(payload) };
	return { ...(await signRoot({ edition, previous, signers })), payload };
}

/** Writes the edition, and publishes it if no signature is missing. Otherwise it tells who goes on, and how: exit code 1. */
async function submitEdition(
	{ version, tokens, payload, missing }: Draft,
	file: string,
	options: EditionOptions,
	terminal: Terminal,
	registry: OpenRegistry,
): Promise<ExitCode> {
	if (existsSync(file)) throw wrongUse(`${file} exists already`, 'Name another file with --output, or remove this one.');
	writeAtomically(file, tokens === '' ? payload : tokens);
	const more = Math.max(missing.byItself, missing.byPrevious);
	if (more === 0) return publishEdition({ name: file, bytes: Buffer.from(tokens) }, options, terminal, registry);
	terminal.note(
		`Edition ${version} of the root is in ${file}, and ${countNouns(more, 'signature')} ${more === 1 ? 'is' : 'are'} missing. Until it is published, the root is as before. Next, for each holder of a root key: \`troupe manifest keys sign-root ${file} --keys FOLDER\`. Then: \`troupe manifest keys publish ${file}\`.`,
	);
	return 1;
}

export interface AddPersonOptions extends EditionOptions {
	role: PlaceRole;
	into?: string;
	hours: number;
}

export interface RemovePersonOptions extends EditionOptions {
	output?: string;
	reason?: string;
	/** True if nothing that the keys signed can be trusted. */
	stolen?: boolean;
}

/** Creates the folder of a person or machine with everything that it needs. The key of a person counts with the next edition of the root. */
export async function runAddPerson(name: string, options: AddPersonOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	requireNames([name]);
	const admin = requireAdmin(options);
	const { role } = options;
	const into = resolve(options.into ?? join(dirname(admin), role === 'machine' ? 'machines' : 'people', name));
	if (existsSync(into) && readdirSync(into).length > 0)
		throw wrongUse(`${into} is not empty`, 'Name another folder with --into. Keys are never overwritten.');
	const registry = await open(options, terminal);
	const passphrase = await readPassphrase(admin, 'access', terminal);
	const writeAccess = async () => {
		const { tenant } = registry.caller;
		const access = { keysFolder: admin, passphrase, tenant, subject: name, scopes: placeScopes[role], url: registry.url };
		const { id, expiresAt } = await writePlace({ ...access, folder: into, hours: options.hours, nowMs: Date.now() });
		writeAtomically(
			join(into, ...(role === 'machine' ? [trustFolderName] : []), rootFileName),
			readFileSync(join(admin, rootFileName), 'latin1'),
		);
		terminal.note(`Created ${into}, with the access token ${id}, which is valid until ${expiresAt}.`);
	};
	if (role === 'machine') {
		await writeAccess();
		if (options.json) terminal.print(JSON.stringify({ folder: into, role }));
		terminal.note(
			'On the machine: trust/ into the Troupe home, and TROUPE_REGISTRY_URL and TROUPE_REGISTRY_TOKEN_FILE as in registry.json and token.',
		);
		return 0;
	}
	const pair = await createKeyPair({ into, role, owner: name, passphrase: await newPassphrase(terminal) });
	await writeAccess();
	const edition = await draftEdition(registry, { add: [readPublicKey(pair.publicFile)] }, options, terminal);
	if (options.json)
		terminal.print(JSON.stringify({ folder: into, role, keyId: pair.keyId, version: edition.version, missing: edition.missing }));
	return submitEdition(edition, join(into, `root-${edition.version}.jwt`), { ...options, json: false }, terminal, registry);
}

/** Ends the access of a person or machine: the tokens at once, the keys with the next edition of the root. */
export async function runRemovePerson(
	name: string,
	options: RemovePersonOptions,
	terminal: Terminal,
	open = openRegistry,
): Promise<ExitCode> {
	const registry = await open(options, terminal);
	const { owners = {}, retiredKeys = {} } = await readCurrentRoot(registry);
	const keyIds = Object.keys(owners).filter(
		(keyId) => personName(owners[keyId] ?? '') === personName(name) && (options.stolen || !Object.hasOwn(retiredKeys, keyId)),
	);
	const tokens = (await registry.api.tokens(registry.caller)).filter(isValidOf(name));
	terminal.note(
		printable(
			`${name} has ${countNouns(tokens.length, 'valid access token')} that the registry has seen, and the keys ${keyIds.join(', ') || '(none)'}.`,
		),
	);
	// Drafted first: if the root cannot lose these keys, nothing is done by halves.
	const edition =
		keyIds.length === 0
			? undefined
			: await draftEdition(registry, options.stolen ? { revoke: keyIds } : { retire: keyIds }, options, terminal);
	if (edition !== undefined) tellConsequences(await findConsequences(edition.document, registry), terminal);
	if (!(await confirmedByPerson(printable(`End the access of ${name} permanently?`), options, terminal))) return 1;
	const revoked = await registry.api.revokeTokens(registry.caller, { subject: name, reason: options.reason });
	terminal.note(printable(`Revoked all access tokens of ${name} that were issued so far.`));
	if (options.json) terminal.print(JSON.stringify({ tokens: revoked, keyIds, version: edition?.version, missing: edition?.missing }));
	if (edition === undefined) return 0;
	const file = resolve(options.output ?? `root-${edition.version}.jwt`);
	return submitEdition(edition, file, { ...options, json: false, isTold: true }, terminal, registry);
}

interface Person {
	name: string;
	role: string;
	keyId: string;
	/** When the key was retired, ISO 8601. Absent: it can sign. */
	retired?: string;
	tokens: AccessToken[];
}

export async function runListPeople(options: RegistryOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const registry = await open(options, terminal);
	const people = await listPeople(registry);
	if (options.json) terminal.print(JSON.stringify(people));
	else
		tableLines(
			[
				{ name: 'name', title: 'name', value: ({ name }: Person) => name },
				{ name: 'role', title: 'role', value: ({ role, retired }) => (retired === undefined ? role : `${role}, retired`) },
				{ name: 'keyId', title: 'key', value: ({ keyId }) => keyId },
				{ name: 'tokens', title: 'tokens', numeric: true, value: ({ tokens }) => tokens.length },
				{
					name: 'until',
					title: 'until',
					value: ({ tokens }) =>
						tokens
							.map(({ expiresAt = '' }) => expiresAt)
							.sort()
							.at(-1) ?? '',
				},
			],
			people,
			terminal,
		).forEach(terminal.print);
	return 0;
}

async function listPeople(registry: OpenRegistry): Promise<Person[]> {
	const { owners = {}, retiredKeys = {}, roles } = await readCurrentRoot(registry);
	const tokens = (await registry.api.tokens(registry.caller)).filter(isValid);
	const people = Object.entries(owners).map(([keyId, name]): Person => {
		const role = Object.entries(roles).find(([, { keyIds }]) => keyIds.includes(keyId))?.[0] ?? '';
		const retired = Object.hasOwn(retiredKeys, keyId) ? isoTime(retiredKeys[keyId]!) : undefined;
		return { name, role, keyId, ...(retired !== undefined && { retired }), tokens: tokens.filter(isValidOf(name)) };
	});
	const names = new Set(people.map(({ name }) => personName(name)));
	const others = [...new Set(tokens.map(({ subject }) => subject))].filter((subject) => !names.has(personName(subject)));
	return [...people, ...others.map((name): Person => ({ name, role: '', keyId: '', tokens: tokens.filter(isValidOf(name)) }))];
}

const isValid = ({ revokedAt, expiresAt }: AccessToken) =>
	revokedAt === undefined && expiresAt !== undefined && Date.parse(expiresAt) > Date.now();
const isValidOf = (name: string) => (token: AccessToken) => isValid(token) && personName(token.subject) === personName(name);

/** The folder with the access key, from which tokens are issued. */
function requireAdmin({ as }: RegistryOptions): string {
	if (
		as !== undefined &&
		existsSync(join(as, rootFileName)) &&
		['access.pem', 'access.signer.json'].some((file) => existsSync(join(as, file)))
	)
		return resolve(as);
	throw wrongUse(
		`${as === undefined ? 'No folder' : resolve(as)} has no access key and root`,
		'Name with --as the admin folder that `troupe manifest init` created.',
	);
}

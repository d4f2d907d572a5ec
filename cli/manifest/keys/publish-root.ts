import type { RootDocument } from '../../../manifests/documents/root-document';
import { parseEdition } from '../../../manifests/keys/sign-root';
import { listPresentPeople, personName } from '../../../manifests/trust/count-approvals';
import { parseRoot, type RootBytes } from '../../../manifests/trust/root/root-edition';
import { allOf, openRegistry, type OpenRegistry, type RegistryOptions } from '../shared/open-registry';
import { confirmedByPerson } from '../../terminal/confirm';
import type { ExitCode } from '../../terminal/report-error';
import { printable, type Terminal } from '../../terminal/terminal';
import { readRoot } from './keys-run';

export interface PublishRootOptions extends RegistryOptions {
	/** Only tell what would stop. */
	dryRun?: boolean;
	yes?: boolean;
}

/** Things that an edition of the root ends. */
export interface Consequences {
	/** Versions that people approved, and that do not run under this edition. */
	ended: Array<{ manifest: string; sha256: string; reason: string }>;
	/** People without a key that can sign under this edition: their access tokens end. */
	departed: string[];
}

/** Publishes an edition of the root in a registry, which requires all signatures. Machines that follow it accept the edition by themselves. */
export async function publishRootAction(
	file: string,
	options: PublishRootOptions,
	terminal: Terminal,
	open = openRegistry,
): Promise<ExitCode> {
	const edition = readRoot(file);
	const registry = await open(options, terminal);
	if (!options.dryRun) return publishEdition(edition, options, terminal, registry);
	const { ver, ...document } = parseEdition(edition).claimed;
	const consequences = await findConsequences({ ver, ...document }, registry);
	if (options.json) terminal.print(JSON.stringify({ version: ver, ...consequences }));
	tellConsequences(consequences, terminal);
	if (stopsNothing(consequences)) terminal.note(`Edition ${ver} of the root stops nothing.`);
	return stopsNothing(consequences) ? 0 : 1;
}

/** Tells what the edition ends, asks a person at the terminal, and publishes it. `isTold`: both was done before. */
export async function publishEdition(
	edition: RootBytes,
	options: PublishRootOptions & { isTold?: boolean },
	terminal: Terminal,
	registry: OpenRegistry,
): Promise<ExitCode> {
	const { api, caller, url } = registry;
	const consequences = await findConsequences(parseRoot(edition).claimed, registry);
	if (!options.isTold) tellConsequences(consequences, terminal);
	if (!options.isTold && !stopsNothing(consequences) && !(await confirmedByPerson('Publish this edition of the root?', options, terminal)))
		return 1;
	const { version } = await api.addRoot(caller, Buffer.from(edition.bytes).toString('latin1').trim());
	if (options.json) terminal.print(JSON.stringify({ version, ...consequences }));
	terminal.note(`The registry at ${url} has edition ${version} of the root; instances load it like a snapshot.`);
	return 0;
}

const stopsNothing = ({ ended, departed }: Consequences) => ended.length + departed.length === 0;

/** Compares what people approved, and who has a key, with an edition of the root that may not be in force yet. */
export async function findConsequences(next: RootDocument, registry: OpenRegistry): Promise<Consequences> {
	const present = listPresentPeople(next);
	const current = await readCurrentRoot(registry);
	const before = listPresentPeople(current);
	const names = Object.values(current.owners ?? {}).filter((owner) => before.has(personName(owner)) && !present.has(personName(owner)));
	const departed = [...new Set(names)].sort();
	return { ended: await findEnded(next.roles, registry), departed };
}

/** Reads the last edition of the registry's root, unverified: for drafts and messages. */
export async function readCurrentRoot(registry: OpenRegistry): Promise<RootDocument> {
	return parseRoot(await readLastEdition(registry)).claimed;
}

export async function readLastEdition({ api }: OpenRegistry): Promise<RootBytes> {
	const { version, tokens = '' } = (await api.roots(1)).at(-1) ?? {};
	return { name: `edition ${version} of the registry's root`, bytes: Buffer.from(tokens, 'latin1') };
}

async function findEnded({ author, approver }: RootDocument['roles'], { api, caller }: OpenRegistry): Promise<Consequences['ended']> {
	const ended: Consequences['ended'] = [];
	for await (const { state, kind, name, version, sha256, keyId, approvals } of allOf((cursor) =>
		api.list(caller, { cursor, limit: 500 }),
	)) {
		if (state !== 'approved' && state !== 'deprecated') continue;
		const counted = approvals.filter((approval) => approver.keyIds.includes(approval.keyId)).length;
		const reason = author.keyIds.includes(keyId)
			? `${counted} of ${approver.threshold} approvals count`
			: `the root does not contain its author's key ${keyId}`;
		if (counted < approver.threshold || !author.keyIds.includes(keyId))
			ended.push({ manifest: `${kind}:${name}@${version}`, sha256, reason });
	}
	return ended;
}

export function tellConsequences({ ended, departed }: Consequences, terminal: Terminal): void {
	if (ended.length > 0)
		terminal.note('Under this root, the following do not run. Have them approved again, or publish them as a new version:');
	for (const { manifest, reason } of ended) terminal.note(printable(`  ${manifest}: ${reason}`));
	for (const owner of departed) terminal.note(printable(`${owner} cannot sign under this edition: all access tokens of ${owner} end.`));
}

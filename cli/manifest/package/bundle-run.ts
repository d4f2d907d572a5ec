import { countNouns } from '../../terminal/format-text';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { troupeHome } from '../../../core/base/home';
import { acceptBundle } from '../../../manifests/bundle/accept-bundle';
import { maxBundleBytes, parseBundle } from '../../../manifests/bundle/bundle-schema';
import { defaultTenant } from '../../../manifests/documents/documents';
import type { Bundle } from '../../../manifests/registry/registry-api';
import { parseToken } from '../../../manifests/token/read-token';
import { HighWater } from '../../../manifests/trust/high-water';
import { openRegistry, wrongUse, type RegistryOptions } from '../shared/open-registry';
import { replaceFile } from '../../terminal/replace-file';
import type { ExitCode } from '../../terminal/report-error';
import { printable, type Terminal } from '../../terminal/terminal';
import { describeReadFault } from '../../terminal/system-errors';
import type { AcceptedBundle } from '../../../manifests/bundle/accepted-bundle';

export interface ExportOptions extends RegistryOptions {
	output?: string;
	/** Milliseconds. */
	validFor?: number;
}

export interface ImportOptions extends RegistryOptions {
	into?: string;
	root?: string;
	dryRun?: boolean;
}

/** Writes one file with all that a site without a network needs. */
export async function runExportBundle(options: ExportOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const { api, caller } = await open(options, terminal);
	terminal.showProgress?.('requesting everything that is allowed to run');
	const bundle = await api.exportBundle(caller, options.validFor === undefined ? {} : { validForSeconds: options.validFor / 1000 });
	terminal.showProgress?.('');
	const text = JSON.stringify(bundle);
	if (options.output === undefined) terminal.print(text);
	else replaceFile(resolve(options.output), `${text}\n`);
	terminal.note(
		`${options.output ?? 'The bundle'} holds ${countNouns(bundle.manifests.length, 'manifest')} and ${countNouns(bundle.approvals.length, 'approval')} of the tenant ${bundle.tenant}.`,
	);
	tellLife(bundle, options, terminal);
	return 0;
}

/** Prints how long a site can work with it, which can be less than requested. */
function tellLife({ snapshot }: Bundle, { validFor }: ExportOptions, { note }: Terminal): void {
	const { ver, iat, exp, offline } = parseToken('the snapshot', 'troupe-snapshot+jwt', Buffer.from(snapshot, 'latin1')).claimed;
	const until = new Date(exp * 1000).toISOString();
	if (offline === undefined)
		return note(
			`Its snapshot ${ver} is good until ${until}: for another registry. A site without a network needs a bundle that lasts: --valid-for 90d.`,
		);
	note(printable(`A site lives by it until ${until}: snapshot ${ver}, asked for by ${offline.requestedBy}.`));
	if (validFor !== undefined && exp - iat < validFor / 1000)
		note('That is less than was asked for, because the root ends then: publish its next edition (`troupe manifest keys publish`) first.');
}

/** Takes a bundle into a trust folder, or into another registry; both verify every part of it. */
export async function runImportBundle(
	file: string,
	options: ImportOptions,
	terminal: Terminal,
	open = openRegistry,
	now = Date.now,
): Promise<ExitCode> {
	const bundle = parseBundle(readBundle(file), file);
	if (options.into === undefined) {
		const { api, caller } = await open(options, terminal);
		const imported = await api.importBundle(caller, bundle);
		if (options.json) terminal.print(JSON.stringify(imported));
		terminal.note(
			`The registry took ${countNouns(imported.manifests, 'manifest')}, ${countNouns(imported.approvals, 'approval')} and ${countNouns(imported.roots, 'edition')} of the root.`,
		);
		return 0;
	}
	const into = resolve(options.into);
	const root = options.root === undefined ? undefined : readFileSync(options.root);
	const highWater = new HighWater(troupeHome(terminal.environment));
	const accepted = acceptBundle({ bundle, into, root, nowMs: now(), highWater, check: options.dryRun });
	if (options.json) terminal.print(JSON.stringify(accepted));
	tellAccepted(accepted, into, options, terminal);
	return 0;
}

function tellAccepted(accepted: AcceptedBundle, into: string, { dryRun }: ImportOptions, terminal: Terminal): void {
	const { tenant, snapshotVersion, manifests, goodUntil, changes, lapsed, endsSooner, offline } = accepted;
	const note = (text: string) => terminal.note(printable(text));
	for (const [what, list] of Object.entries(changes) as Array<[keyof typeof changes, string[]]>) {
		if (list.length > 0) note(`${what}: ${some(list)}`);
	}
	if (lapsed.length > 0) {
		note(`does not run here: ${some(lapsed.map(({ what, reason }) => `${what} (${reason})`))}`);
		note('Have them approved again at the registry (`troupe manifest approve`), then export again.');
	}
	if (endsSooner.length > 0) note(`ends sooner: ${some(endsSooner.map(({ what, until }) => `${what} at ${until}`))}`);
	const holds = dryRun ? 'would hold' : 'holds';
	const asked = offline === undefined ? '' : `, as ${offline.requestedBy} asked for`;
	note(
		`${into} ${holds} snapshot ${snapshotVersion} of the tenant ${tenant}: ${countNouns(manifests, 'manifest')} allowed to run, until ${goodUntil}${asked}.`,
	);
	const { TROUPE_REGISTRY_URL, TROUPE_TENANT } = terminal.environment;
	if (offline !== undefined && TROUPE_REGISTRY_URL)
		note('This machine follows a registry (TROUPE_REGISTRY_URL): its gates refuse a bundle for a site without a network.');
	if ((TROUPE_TENANT || defaultTenant) !== tenant) note(`Machines that go by it need TROUPE_TENANT=${tenant}.`);
}

const mostShown = 20;
const some = (list: string[]): string =>
	list.slice(0, mostShown).join(', ') + (list.length > mostShown ? `, and ${list.length - mostShown} more` : '');

function readBundle(file: string): string {
	try {
		const { size } = statSync(file);
		if (size > maxBundleBytes) throw new Error(`it has ${size} bytes, at most ${maxBundleBytes} are read`);
		return readFileSync(file, 'utf8');
	} catch (cause) {
		throw wrongUse(
			`${file} cannot be read: ${describeReadFault(cause)}`,
			'Name the file that `troupe manifest bundle export` wrote.',
			cause,
		);
	}
}

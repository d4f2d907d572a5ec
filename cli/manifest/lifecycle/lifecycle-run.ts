import type { ManifestKind } from '../../../manifests/documents/document-words';
import type { ManifestSummary } from '../../../manifests/registry/registry-api';
import { openRegistry, type OpenRegistry, type RegistryOptions } from '../shared/open-registry';
import { confirmedByPerson } from '../../terminal/confirm';
import { findManifest, findManifests, hashAmong, several } from '../find/reference';
import { summaryText } from '../shared/text';
import { canHaveSeveralManifests } from '../../../manifests/documents/several-manifests';
import type { ExitCode } from '../../terminal/report-error';
import { printable, type Terminal } from '../../terminal/terminal';

export interface ReasonOptions extends RegistryOptions {
	kind?: ManifestKind;
	reason?: string;
	yes?: boolean;
}

export interface WithdrawOptions extends RegistryOptions {
	kind?: ManifestKind;
}

export interface RejectOptions extends WithdrawOptions {
	reason: string;
}

export interface DeprecateOptions extends ReasonOptions {
	successor?: string;
}

export interface RollBackOptions extends RegistryOptions {
	to?: string;
	reason?: string;
}

/** Still runs, with a warning that names the successor. */
export async function runDeprecate(target: string, options: DeprecateOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const registry = await open(options, terminal);
	const meant = await findManifests(registry, target, options.kind);
	const { successor, reason } = options;
	const running = meant.filter(({ state }) => state === 'approved' || state === 'deprecated');
	// Where none may run, the registry says why.
	for (const { sha256, revision } of running.length > 0 ? running : meant.slice(0, 1))
		told(await registry.api.deprecate(registry.caller, sha256, { successor, reason, revision }), options, terminal);
	return 0;
}

export async function runReject(target: string, options: RejectOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const registry = await open(options, terminal);
	const { sha256, revision } = await findManifest(registry, target, options.kind, 'draft');
	return told(await registry.api.reject(registry.caller, sha256, { reason: options.reason, revision }), options, terminal);
}

export async function runWithdraw(target: string, options: WithdrawOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const registry = await open(options, terminal);
	const { kind, name, version, sha256 } = await findManifest(registry, target, options.kind, 'draft');
	await registry.api.withdraw(registry.caller, sha256);
	if (options.json) terminal.print(JSON.stringify({ sha256, kind, name, version }));
	terminal.note(printable(`${kind} ${name} ${version}: withdrawn, manifest ${sha256}`));
	return 0;
}

/**
 * Revokes a version with all of its manifests, or the one whose hash is named. It is for good, so a person at a terminal is asked, and a
 * script says `--yes`.
 */
export async function runRevoke(target: string, options: ReasonOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const registry = await open(options, terminal);
	const [first, ...others] = await findManifests(registry, target, options.kind);
	const { kind, name, version } = first;
	const onlyOne = canHaveSeveralManifests(first) && namesHash(target);
	[first, ...(onlyOne ? [] : others)].forEach((one) => terminal.note(summaryText(one)));
	if (!(await confirmedByPerson(printable(`Revoke ${kind} ${name} ${version} permanently, on all machines?`), options, terminal))) return 1;
	const { api, caller } = registry;
	if (!canHaveSeveralManifests(first)) told(await api.revoke(caller, first.sha256, { reason: options.reason }), options, terminal);
	else if (!onlyOne)
		for (const one of await api.revokeVersion(caller, { kind, name, version, reason: options.reason })) told(one, options, terminal);
	else {
		if (others.length > 0) throw several(target, [first, ...others]);
		told(await api.revoke(caller, first.sha256, { reason: options.reason }), options, terminal);
		await tellOthers(registry, first, terminal);
	}
	terminal.note('It runs nowhere any more: within 2 seconds where events arrive, within 5 minutes elsewhere.');
	return 0;
}

const namesHash = (target: string): boolean => target.includes('#') || !target.includes('@');

async function tellOthers({ api, caller }: OpenRegistry, { kind, name, version }: ManifestSummary, terminal: Terminal): Promise<void> {
	const { items } = await api.list(caller, { kind, name, version, limit: 100 });
	const left = items.filter((one) => one.version === version && (one.state === 'approved' || one.state === 'deprecated'));
	if (left.length === 0) return;
	const hashes = left.map(({ sha256 }) => `#${hashAmong(sha256, items)}`).join(', ');
	terminal.note(
		printable(
			`Others of ${name}@${version} may still run: ${hashes}. \`troupe manifest revoke ${kind}:${name}@${version}\` takes all of them back.`,
		),
	);
}

/** Deprecates what is newer than the version that is to run again. */
export async function runRollBack(
	kind: ManifestKind,
	name: string,
	options: RollBackOptions,
	terminal: Terminal,
	open = openRegistry,
): Promise<ExitCode> {
	const registry = await open(options, terminal);
	const { to, reason } = options;
	return told(await registry.api.rollBack(registry.caller, { kind, name, to, reason }), options, terminal);
}

function told(summary: ManifestSummary, { json }: RegistryOptions, terminal: Terminal): ExitCode {
	if (json) terminal.print(JSON.stringify(summary));
	terminal.note(summaryText(summary));
	return 0;
}

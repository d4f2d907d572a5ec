import type { ManifestKind } from '../../manifests/documents/documents';
import type { ManifestSummary } from '../../manifests/registry/registry-api';
import { openRegistry, type RegistryOptions } from './registry';
import { findManifest } from './reference';
import { summaryText } from './text';
import type { ExitCode } from '../report-error';
import type { Terminal } from '../terminal';

export interface ReasonOptions extends RegistryOptions {
	kind?: ManifestKind;
	reason?: string;
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
	const { sha256, revision } = await findManifest(registry, target, options.kind);
	const { successor, reason } = options;
	return told(await registry.api.deprecate(registry.caller, sha256, { successor, reason, revision }), options, terminal);
}

/** For good, and without a question: it has to be quick. */
export async function runRevoke(target: string, options: ReasonOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const registry = await open(options, terminal);
	const { sha256 } = await findManifest(registry, target, options.kind);
	const revoked = await registry.api.revoke(registry.caller, sha256, { reason: options.reason });
	told(revoked, options, terminal);
	terminal.note('It runs nowhere any more: within 2 seconds where events arrive, within 5 minutes elsewhere.');
	return 0;
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

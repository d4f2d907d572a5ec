import { rsort } from 'semver';
import { proposeVersion } from '../../manifests/registry/rules/propose-version';
import { placeVersion, suffices } from '../../manifests/registry/rules/version-line';
import type { ManifestSummary } from '../../manifests/registry/registry-api';
import { fetchManifest } from '../manifest/find/fetch';
import { runPublish } from '../manifest/lifecycle/publish-run';
import { allOf, openRegistry, type OpenRegistry, type RegistryOptions, wrongUse } from '../manifest/shared/open-registry';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { type NamedPrompt, readPromptFile } from './read-prompt';
import { requireErrorFree } from './test-run';

export interface PromptPublishOptions extends RegistryOptions {
	keys?: string;
	key?: string;
	/** Why it changed. It is signed, and shown to approvers and readers. */
	reason: string;
	days: string;
}

/** Checks the version of a prompt by what changed, and publishes it as `troupe manifest publish` does. */
export async function runPromptPublish(
	file: string,
	options: PromptPublishOptions,
	terminal: Terminal,
	open = openRegistry,
): Promise<ExitCode> {
	const prompt = await readPromptFile(file);
	await requireErrorFree(prompt);
	const registry = await open(options, terminal);
	await requireVersion(prompt, registry, terminal);
	terminal.note(printable(`${prompt.name} ${prompt.version}, by ${registry.caller.subject}: ${options.reason}`));
	const { reason, ...others } = options;
	return runPublish(file, { ...others, notes: reason, covers: '.', agents: 'allow' }, terminal, () => Promise.resolve(registry));
}

/** @throws TroupeError INPUT_INVALID where the change requires a higher version */
async function requireVersion(prompt: NamedPrompt, registry: OpenRegistry, terminal: Terminal): Promise<void> {
	const published = await listVersions(prompt.name, registry);
	const versions = published.map(({ version }) => version);
	// Publishing the same again changes nothing: the registry answers what it has.
	if (published.length === 0 || versions.includes(prompt.version)) return;
	// A fix of an older line follows that line, not the latest version.
	const placed = placeVersion(prompt.version, versions);
	const base = (placed.kind === 'next' ? placed.base : undefined) ?? rsort([...versions])[0]!;
	const { manifest } = await fetchManifest(registry, published.find(({ version }) => version === base)!.sha256);
	if (manifest.kind !== 'prompt') return;
	const before = { name: prompt.name, version: base, content: manifest.content, purpose: manifest.purpose, versions };
	const { version, bump, reasons } = await proposeVersion(before, prompt);
	if (!suffices(prompt.version, versions, bump === 'none' ? 'patch' : bump))
		throw wrongUse(
			`The version ${prompt.version} of ${prompt.file} is not enough after ${base}: ${reasons.join('; ') || 'it is not above it'}`,
			`Write version: ${version} in its head.`,
		);
	if (version !== prompt.version) terminal.note(printable(`${version} would do: ${reasons.join('; ') || 'nothing changed'}`));
}

async function listVersions(name: string, { api, caller }: OpenRegistry): Promise<ManifestSummary[]> {
	const found: ManifestSummary[] = [];
	for await (const one of allOf((cursor) => api.list(caller, { kind: 'prompt', name, limit: 500, cursor })))
		if (one.name === name) found.push(one);
	return found;
}

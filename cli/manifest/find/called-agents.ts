import semver from 'semver';
import { isVersionLabel } from '../../../core/base/version-label';
import { type AgentReach, findReach } from '../../../core/tools/agent-reach';
import type { AgentTool } from '../../../core/tools/definition/agent-tools';
import type { ToolSettings } from '../../../core/tools/definition/tool-settings';
import type { ManifestDocument } from '../../../manifests/documents/documents';
import type { ManifestSummary } from '../../../manifests/registry/registry-api';
import { allOf, type OpenRegistry } from '../shared/open-registry';
import { fetchManifest } from './fetch';

/** Returns how far the agents reach that an agent calls, by their ids. One that the registry does not have is `irreversible`. */
export async function readReaches(registry: OpenRegistry, manifest: ManifestDocument): Promise<ReadonlyMap<string, AgentReach>> {
	const calls = (readTools(manifest).define ?? []).filter((tool) => tool.kind === 'agent');
	const read = async (call: AgentTool) => readTools((await fetchManifest(registry, (await findVersion(registry, call)).sha256)).manifest);
	return new Map(await Promise.all(calls.map(async (call) => [call.agent, await findReach(call, read)] as const)));
}

const readTools = (manifest: ManifestDocument): ToolSettings =>
	manifest.kind === 'agent' ? ((JSON.parse(manifest.content) as { tools?: ToolSettings }).tools ?? {}) : {};

type Asked = Pick<OpenRegistry, 'api' | 'caller'>;

/** Finds the newest version in the range: an approved one, if there is any. For a label, the version that it points to now. */
async function findVersion({ api, caller }: Asked, { agent, range = '*' }: AgentTool): Promise<ManifestSummary> {
	const wanted = isVersionLabel(range) ? await findLabelled({ api, caller }, agent, range) : range;
	const versions: ManifestSummary[] = [];
	for await (const one of allOf((cursor) => api.list(caller, { kind: 'agent', name: agent, cursor, limit: 500 })))
		if (one.name === agent && semver.satisfies(one.version, wanted, { includePrerelease: true })) versions.push(one);
	versions.sort((one, other) => semver.rcompare(one.version, other.version));
	const runs =
		versions.find(({ state }) => state === 'approved' || state === 'deprecated') ?? versions.find(({ state }) => state === 'draft');
	if (!runs) throw new Error(`The registry has no ${agent} in ${range}.`);
	return runs;
}

async function findLabelled({ api, caller }: Asked, name: string, label: string): Promise<string> {
	for await (const one of allOf((cursor) => api.labels(caller, { kind: 'agent', name, cursor })))
		if (one.label === label) return one.version;
	throw new Error(`The agent ${name} has no label ${label}.`);
}

import { diff } from 'semver';
import type { ManifestAgent, ManifestFile, PackageManifest } from '../../documents/package-manifest';
import type { Capabilities } from '../../../core/ports/capabilities/capabilities';
import type { Bump, Change, RuledChange } from './bump';

/** Workflows and processes rely on nodes, job types, agents and commands, not on files. */
export function packageChanges(from: PackageManifest, to: PackageManifest): RuledChange[] {
	return [
		...nodeChanges(from, to),
		...nameChanges('jobTypes', 'job type', from.jobTypes, to.jobTypes),
		...commandChanges(from.commands, to.commands),
		...agentChanges(from.agents, to.agents),
		...policyChanges(from, to),
		...valueChange('/n8n', from.n8n, to.n8n, 'minor', 'the versions of n8n it was made for'),
		...dependencyChanges(from, to),
		...nestedChanges(from, to),
		...valueChange('/covers', from.covers.join(), to.covers.join(), 'patch', 'what the manifest covers'),
		...permissionChanges(from.permissions, to.permissions),
		...valueChange('/fileList', from.fileList?.sha256, to.fileList?.sha256, 'patch', 'files'),
		...fileChanges(from.files, to.files),
	];
}

function nodeChanges(from: PackageManifest, to: PackageManifest): RuledChange[] {
	const names = ({ nodes }: PackageManifest) => nodes.flatMap(({ name, versions }) => versions.map((version) => `${name} ${version}`));
	return nameChanges('nodes', 'node', names(from), names(to));
}

function nameChanges(field: string, what: string, from: readonly string[], to: readonly string[]): RuledChange[] {
	const before = new Set(from);
	const after = new Set(to);
	const at = (name: string) => `/${field}/${name}`;
	return [
		...[...before]
			.filter((name) => !after.has(name))
			.map((name) => ruled({ path: at(name), kind: 'removed', from: name }, 'major', `the ${what} ${name} is gone`)),
		...[...after]
			.filter((name) => !before.has(name))
			.map((name) => ruled({ path: at(name), kind: 'added', to: name }, 'minor', `the ${what} ${name} is new`)),
	];
}

/** A manifest without a list allows all commands. */
function commandChanges(from: string[] | undefined, to: string[] | undefined): RuledChange[] {
	if (from && to) return nameChanges('commands', 'command', from, to);
	if (!from && to) return [ruled({ path: '/commands', kind: 'added', to }, 'major', 'commands that are not listed are gone')];
	return from ? [ruled({ path: '/commands', kind: 'removed', from }, 'minor', 'all commands are in it')] : [];
}

/** An agent requires the bump of its own version. */
function agentChanges(from: ManifestAgent[], to: ManifestAgent[]): RuledChange[] {
	const [before, after] = [from, to].map((agents) => new Map(agents.map((agent) => [agent.id, agent])));
	const ids = nameChanges('agents', 'agent', [...before!.keys()], [...after!.keys()]);
	const changed = to.filter((agent) => before!.has(agent.id) && before!.get(agent.id)!.sha256 !== agent.sha256);
	return [
		...ids,
		...changed.map((agent) => {
			const earlier = before!.get(agent.id)!;
			const change: Change = { path: `/agents/${agent.id}`, kind: 'changed', from: earlier.version, to: agent.version };
			return ruled(change, classifyRelease(earlier.version, agent.version), `the agent ${agent.id} is another`);
		}),
	];
}

function classifyRelease(from: string, to: string): Bump {
	const difference = diff(from, to) ?? 'patch';
	if (difference.endsWith('major')) return 'major';
	return difference.endsWith('minor') ? 'minor' : 'patch';
}

function policyChanges({ unlistedAgents: from }: PackageManifest, { unlistedAgents: to }: PackageManifest): RuledChange[] {
	if (from === to) return [];
	const bump = to === 'deny' ? 'major' : 'minor';
	return [ruled({ path: '/unlistedAgents', kind: 'changed', from, to }, bump, `agents that it does not list: ${to}`)];
}

function dependencyChanges(from: PackageManifest, to: PackageManifest): RuledChange[] {
	const listed = ({ dependencies = [] }: PackageManifest) => {
		const counts = Map.groupBy(dependencies, ({ name }) => name);
		return dependencies.map(({ name, version, sha256 }) => ({
			// The version distinguishes two copies in different folders.
			path: `/dependencies/${name}${counts.get(name)!.length > 1 ? `@${version}` : ''}`,
			sha256: `${version} (${sha256})`,
		}));
	};
	return byPath(listed(from), listed(to), 'dependencies');
}

/** The bytes of these packages are among the files. */
function nestedChanges(from: PackageManifest, to: PackageManifest): RuledChange[] {
	const listed = ({ nestedPackages = [] }: PackageManifest) =>
		nestedPackages.map(({ path, version }) => ({ path: `/nestedPackages/${path}`, sha256: version }));
	return byPath(listed(from), listed(to), 'packages in its folder');
}

function fileChanges(from: ManifestFile[], to: ManifestFile[]): RuledChange[] {
	return byPath(from, to, 'files');
}

type Hashed = Pick<ManifestFile, 'path' | 'sha256'>;

function byPath(from: Hashed[], to: Hashed[], reason: string): RuledChange[] {
	const before = new Map(from.map(({ path, sha256 }) => [path, sha256]));
	const after = new Map(to.map(({ path, sha256 }) => [path, sha256]));
	const removed = [...before].filter(([path]) => !after.has(path)).map(([path, hash]): Change => ({ path, kind: 'removed', from: hash }));
	const others = [...after].flatMap(([path, hash]): Change[] => {
		const earlier = before.get(path);
		if (earlier === hash) return [];
		return [earlier === undefined ? { path, kind: 'added', to: hash } : { path, kind: 'changed', from: earlier, to: hash }];
	});
	return [...removed, ...others].map((change) => ruled(change, 'patch', reason));
}

/** More permissions concern the approver, fewer the package's users. */
export function permissionChanges(from: Capabilities | undefined, to: Capabilities | undefined): RuledChange[] {
	const texts = (permissions: Capabilities | undefined) => permissions && JSON.stringify(permissions);
	return valueChange('/permissions', texts(from), texts(to), 'minor', 'what its code may use');
}

function valueChange(path: string, from: string | undefined, to: string | undefined, bump: Bump, reason: string): RuledChange[] {
	if (from === to) return [];
	const kind = from === undefined ? 'added' : to === undefined ? 'removed' : 'changed';
	return [ruled({ path, kind, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }, bump, reason)];
}

const ruled = (change: Change, bump: Bump, reason: string): RuledChange => ({ ...change, bump, reason });

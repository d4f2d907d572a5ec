import type { TroupeError } from '../../../core/base/errors';
import type { GateSubject } from '../../../core/ports';
import type { PackageManifest, SnapshotDocument } from '../../documents/documents';
import { isOn } from '../../registry/rollouts/feature-flags';
import { disabled } from '../../scan/refused-packages';
import { copyOf } from './copy-error';
import { publishedAgents, type AgentTrust } from './judge-published';
import { refusal, type Compared } from '../../refusal';

/** Says whether a subject may run, by a manifest and by the snapshot; what it returns is to be told to people. */
export type Admission = (subject: GateSubject) => string[] | undefined;

/** What a snapshot says beside the states of packages. */
interface AdmissionRules {
	/** Reads the snapshot, and the agents that it lists. */
	trust: AgentTrust;
	/** For flags with a percentage. */
	instance?: string;
}

type Of<Kind extends GateSubject['kind']> = Extract<GateSubject, { kind: Kind }>;

/** Indexes a manifest and a snapshot once, so that each question is a look-up. */
export function admissionBy(manifest: PackageManifest, rules?: AdmissionRules): Admission {
	const snapshot = rules?.trust.snapshot().document;
	const switchedOff = flagsOff(snapshot, rules?.instance);
	const published = rules && snapshot && publishedAgents(rules.trust, snapshot);
	const listed = listedBy(manifest, snapshot?.policy?.unlistedAgents ?? manifest.unlistedAgents);
	return (subject) => {
		if (switchedOff.size > 0) refuseSwitchedOff(switchedOff, manifest, subject);
		if (subject.kind !== 'agent' && subject.kind !== 'prompt') return listed(subject);
		const verdict = published?.(subject);
		// Who publishes an agent decides which versions of it run; one that came with the package is the package's to vouch for.
		if (verdict?.kind === 'published') return verdict.warnings;
		if (verdict?.kind === 'refused' && !(subject.kind === 'agent' && isInPackage(manifest, subject))) throw copyOf(verdict.error);
		return listed(subject);
	};
}

/** By the manifest alone. */
function listedBy(manifest: PackageManifest, unlistedAgents: 'allow' | 'deny'): Admission {
	const nodes = new Map(manifest.nodes.map(({ name, versions }) => [name, new Set(versions)]));
	const jobTypes = new Set(manifest.jobTypes);
	const commands = manifest.commands && new Set(manifest.commands);
	const agents = new Map(manifest.agents.map((agent) => [`${agent.id}@${agent.version}`, agent.sha256]));
	const agentIds = new Set(manifest.agents.map(({ id }) => id));
	const unlisted = (what: string, details: Compared) => notListed(manifest, what, details);

	const admitNode = ({ name, version }: Of<'node'>) => {
		const versions = nodes.get(name) ?? nodes.get(withoutToolSuffix(name));
		if (versions?.has(version)) return;
		throw unlisted(`the node ${name} in version ${version}`, { expected: versions ? [...versions] : [...nodes.keys()], actual: version });
	};
	const admitAgent = ({ id, version, sha256 }: Of<'agent'>) => {
		const expected = agents.get(`${id}@${version}`);
		if (expected === sha256) return;
		if (expected !== undefined)
			throw unlisted(`the agent ${id} ${version} with the SHA-256 ${sha256} (expected ${expected})`, { expected, actual: sha256 });
		if (agentIds.has(id)) {
			const expected = manifest.agents.filter((agent) => agent.id === id).map((agent) => agent.version);
			throw unlisted(`the agent ${id} in version ${version}`, { expected, actual: version });
		}
		if (unlistedAgents === 'deny')
			throw unlisted(`the agent ${id} ${version}, and allows no others`, { expected: [...agents.keys()], actual: `${id}@${version}` });
	};

	return (subject) => {
		switch (subject.kind) {
			case 'node':
				admitNode(subject);
				return undefined;
			case 'agent':
				admitAgent(subject);
				return undefined;
			case 'prompt':
				throw unlisted(`the prompt ${subject.name} ${subject.version}`, {
					expected: 'a prompt that the registry publishes',
					actual: `${subject.name} ${subject.version}`,
				});
			case 'job-type':
				if (!jobTypes.has(subject.name)) throw unlisted(`the job type ${subject.name}`, { expected: [...jobTypes], actual: subject.name });
				return undefined;
			case 'command':
				if (commands?.has(subject.name) === false)
					throw unlisted(`the command ${subject.name}`, { expected: [...commands], actual: subject.name });
				return undefined;
		}
	};
}

function isInPackage({ agents }: PackageManifest, { id, version, sha256 }: Of<'agent'>): boolean {
	return agents.some((agent) => agent.id === id && agent.version === version && agent.sha256 === sha256);
}

/** The names of the feature flags that are off for this instance. */
function flagsOff(snapshot: SnapshotDocument | undefined, instance = ''): ReadonlySet<string> {
	return new Set((snapshot?.flags ?? []).filter((flag) => !isOn(flag, instance)).map(({ name }) => name));
}

function refuseSwitchedOff(off: ReadonlySet<string>, { package: { name } }: PackageManifest, subject: GateSubject): void {
	// A command is how people find out, and switch it on again.
	if (subject.kind === 'command') return;
	const asked = subject.kind === 'agent' ? subject.id : subject.name;
	const flags = [`package:${name}`, `${subject.kind}:${asked}`, `${subject.kind}:${withoutToolSuffix(asked)}`];
	const flag = flags.find((one) => off.has(one));
	if (flag !== undefined) throw disabled(flag, flag.startsWith('package:') ? `The package ${name}` : `The ${subject.kind} ${asked}`);
}

/** n8n offers a node to agents under its own name with a suffix; it runs the same code. */
function withoutToolSuffix(name: string): string {
	return name.replace(/(Hitl)?Tool$/, '');
}

function notListed({ package: { name, version } }: PackageManifest, what: string, details: Compared): TroupeError {
	return refusal({
		code: 'MANIFEST_NOT_LISTED',
		message: `The manifest of ${name} ${version} does not list ${what}`,
		fix: 'Use what the manifest lists (`troupe manifest show`), or have a manifest approved that lists it.',
		details: { document: `${name} ${version}`, reason: 'unlisted', package: name, version, ...details },
	});
}

import { TroupeError } from '../../core/errors';
import type { GateSubject } from '../../core/ports';
import type { PackageManifest } from '../documents/documents';

/** Says whether a subject stands in a manifest. */
export type Admission = (subject: GateSubject) => void;

type Of<Kind extends GateSubject['kind']> = Extract<GateSubject, { kind: Kind }>;

/** Indexes a manifest once, so that each question is a look-up. */
export function admissionBy(manifest: PackageManifest): Admission {
	const nodes = new Map(manifest.nodes.map(({ name, versions }) => [name, new Set(versions)]));
	const jobTypes = new Set(manifest.jobTypes);
	const commands = manifest.commands && new Set(manifest.commands);
	const agents = new Map(manifest.agents.map((agent) => [`${agent.id}@${agent.version}`, agent.sha256]));
	const agentIds = new Set(manifest.agents.map(({ id }) => id));
	const unlisted = (what: string, details: Record<string, unknown> = {}) => notListed(manifest, what, details);

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
		if (agentIds.has(id)) throw unlisted(`the agent ${id} in version ${version}`, { actual: version });
		if (manifest.unlistedAgents === 'deny') throw unlisted(`the agent ${id} ${version}, and allows no others`);
	};

	return (subject) => {
		switch (subject.kind) {
			case 'node':
				return admitNode(subject);
			case 'agent':
				return admitAgent(subject);
			case 'job-type':
				if (!jobTypes.has(subject.name)) throw unlisted(`the job type ${subject.name}`, { expected: [...jobTypes], actual: subject.name });
				return;
			case 'command':
				if (commands?.has(subject.name) === false)
					throw unlisted(`the command ${subject.name}`, { expected: [...commands], actual: subject.name });
		}
	};
}

/** n8n offers a node to agents under its own name with a suffix; it runs the same code. */
function withoutToolSuffix(name: string): string {
	return name.replace(/(Hitl)?Tool$/, '');
}

function notListed({ package: { name, version } }: PackageManifest, what: string, details: Record<string, unknown>): TroupeError {
	return new TroupeError({
		code: 'MANIFEST_NOT_LISTED',
		message: `The manifest of ${name} ${version} does not list ${what}`,
		fix: 'Use what the manifest lists (`troupe manifest show`), or have a manifest approved that lists it.',
		details: { package: name, version, ...details },
	});
}

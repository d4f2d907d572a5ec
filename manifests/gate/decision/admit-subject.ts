import type { TroupeError } from '../../../core/base/errors';
import type { GateSubject } from '../../../core/ports/manifests';
import type { PackageManifest } from '../../documents/package-manifest';
import { copyError } from './copy-error';
import { createPublishedJudge, isPublished, type AgentTrust } from './judge-published';
import { refusal, type Compared } from '../../refusal';

export type Admission = (subject: GateSubject) => string[] | undefined;

interface AdmissionRules {
	trust: AgentTrust;
}

type SubjectOfKind<Kind extends GateSubject['kind']> = Extract<GateSubject, { kind: Kind }>;

export function createAdmission(manifest: PackageManifest, rules?: AdmissionRules): Admission {
	const snapshot = rules?.trust.snapshot().document;
	const published = rules && snapshot && createPublishedJudge(rules.trust, snapshot);
	const admitListed = createListedAdmission(manifest, snapshot?.policy?.unlistedAgents ?? manifest.unlistedAgents);
	return (subject) => {
		if (!isPublished(subject)) return admitListed(subject);
		const verdict = published?.(subject);
		// The publisher decides which versions run. The package vouches for its own agents.
		if (verdict?.kind === 'published') return verdict.warnings;
		if (verdict?.kind === 'refused' && !(subject.kind === 'agent' && isInPackage(manifest, subject))) throw copyError(verdict.error);
		return admitListed(subject);
	};
}

function createListedAdmission(manifest: PackageManifest, unlistedAgents: 'allow' | 'deny'): Admission {
	const nodes = new Map(manifest.nodes.map(({ name, versions }) => [name, new Set(versions)]));
	const jobTypes = new Set(manifest.jobTypes);
	const commands = manifest.commands && new Set(manifest.commands);
	const agents = new Map(manifest.agents.map((agent) => [`${agent.id}@${agent.version}`, agent.sha256]));
	const agentIds = new Set(manifest.agents.map(({ id }) => id));
	const unlisted = (what: string, details: Compared) => notListed(manifest, what, details);

	const admitNode = ({ name, version }: SubjectOfKind<'node'>) => {
		const versions = nodes.get(name) ?? nodes.get(withoutToolSuffix(name));
		if (versions?.has(version)) return;
		throw unlisted(`the node ${name} in version ${version}`, { expected: versions ? [...versions] : [...nodes.keys()], actual: version });
	};
	const admitAgent = ({ id, version, sha256, unlisted: byHost }: SubjectOfKind<'agent'>) => {
		const expected = agents.get(`${id}@${version}`);
		if (expected === sha256) return;
		if (expected !== undefined) {
			const what = `the agent ${id} ${version} with the SHA-256 ${sha256} (expected ${expected})`;
			throw notListed(manifest, what, { expected, actual: sha256 }, ownId);
		}
		if (agentIds.has(id)) {
			const expected = manifest.agents.filter((agent) => agent.id === id).map((agent) => agent.version);
			throw notListed(manifest, `the agent ${id} in version ${version}`, { expected, actual: version }, ownId);
		}
		if (unlistedAgents === 'deny')
			throw unlisted(`the agent ${id} ${version}, and allows no other agents`, {
				expected: [...agents.keys()],
				actual: `${id}@${version}`,
			});
		if (byHost === 'deny')
			throw notListed(
				manifest,
				`the agent ${id} ${version}, and jobs run listed agents only`,
				{ expected: [...agents.keys()], actual: `${id}@${version}` },
				'Publish the agent in a registry, or name one that the manifest lists (`troupe manifest show`). TROUPE_UNLISTED_AGENTS=allow lets the jobs of this machine run other agents too.',
			);
	};

	const admitEvaluation = ({ name, version, unlisted: byHost }: SubjectOfKind<'evaluation'>) => {
		if (unlistedAgents === 'allow' && byHost !== 'deny') return;
		throw notListed(
			manifest,
			`the evaluation set ${name} ${version}, and sets run as agents do: only those that the registry publishes`,
			{ expected: 'a set that the registry publishes', actual: `${name} ${version}` },
			'Publish the set and have it approved (`troupe manifest publish`, `approve`). TROUPE_UNLISTED_AGENTS=allow lets the jobs of this machine run other sets too.',
		);
	};

	return (subject) => {
		switch (subject.kind) {
			case 'node':
				admitNode(subject);
				return undefined;
			case 'agent':
				admitAgent(subject);
				return undefined;
			case 'evaluation':
				admitEvaluation(subject);
				return undefined;
			case 'prompt':
			case 'policy':
			case 'template':
				throw unlisted(`the ${subject.kind} ${subject.name} ${subject.version}`, {
					expected: `a ${subject.kind} that the registry publishes`,
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

function isInPackage({ agents }: PackageManifest, { id, version, sha256 }: SubjectOfKind<'agent'>): boolean {
	return agents.some((agent) => agent.id === id && agent.version === version && agent.sha256 === sha256);
}

/** n8n offers a node to agents under a suffixed name, with the same code. */
function withoutToolSuffix(name: string): string {
	return name.replace(/(Hitl)?Tool$/, '');
}

const ownId =
	'If it is an agent of yours, give it an id of its own: in n8n, change its option Agent ID. Otherwise use what the manifest lists (`troupe manifest show`).';

function notListed(
	{ package: { name, version } }: PackageManifest,
	what: string,
	details: Compared,
	fix = 'Use something that the manifest lists (`troupe manifest show`), or have a manifest approved that lists it.',
): TroupeError {
	return refusal({
		code: 'MANIFEST_NOT_LISTED',
		message: `The manifest of ${name} ${version} does not list ${what}`,
		fix,
		details: { document: `${name} ${version}`, reason: 'unlisted', package: name, version, ...details },
	});
}

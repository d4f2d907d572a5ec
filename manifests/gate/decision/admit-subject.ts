import { createHash } from 'node:crypto';
import type { TroupeError } from '../../../core/base/errors';
import type { GateSubject, PublishedKind } from '../../../core/ports/manifests';
import { describeDeprecation } from '../../documents/deprecation';
import type { PublishedManifest } from '../../documents/documents';
import type { PackageManifest } from '../../documents/package-manifest';
import type { SnapshotDocument, SnapshotEntry } from '../../documents/snapshot-document';
import { countApprovals } from '../../trust/count-approvals';
import type { TrustStore } from '../../trust/trust-store';
import { copyError } from './copy-error';
import { refusal, type Compared } from '../../refusal';

type AgentTrust = Pick<TrustStore, 'snapshot' | 'findManifest' | 'approvals' | 'root'>;

type PublishedSubject = Extract<GateSubject, { kind: PublishedKind }>;

const publishedKinds: readonly string[] = ['agent', 'prompt', 'policy', 'template', 'evaluation'] satisfies PublishedKind[];

const isPublished = (subject: GateSubject): subject is PublishedSubject => publishedKinds.includes(subject.kind);

type Verdict = { kind: 'published'; warnings: string[] } | { kind: 'refused'; error: TroupeError };

/** Judges published agents, prompts, policies, templates and evaluation sets: version, content and approvals. */
function createPublishedJudge(trust: AgentTrust, snapshot: SnapshotDocument) {
	const byName = new Map<string, SnapshotEntry[]>();
	for (const entry of snapshot.manifests) {
		const { kind, package: name } = entry;
		if (kind === undefined || !publishedKinds.includes(kind)) continue;
		const listed = byName.get(`${kind}:${name}`);
		if (listed) listed.push(entry);
		else byName.set(`${kind}:${name}`, [entry]);
	}
	const verdicts = new Map<string, Verdict>();
	const decide = (subject: PublishedSubject, entries: SnapshotEntry[]): Verdict => {
		const { version, sha256 } = subject;
		const versionEntries = entries.filter((one) => one.version === version);
		// A revoked version stays revoked, even if signed again.
		const revokedEntry = versionEntries.find(({ state }) => state === 'revoked');
		if (revokedEntry !== undefined) throw revoked(revokedEntry);
		const [entry] = versionEntries;
		if (entry === undefined) {
			const expected = entries.map((one) => one.version);
			return refused('MANIFEST_NOT_APPROVED', subject, { reason: 'unlisted', expected, actual: version });
		}
		const manifest = trust.findManifest(entry);
		if (manifest === undefined)
			return refused('MANIFEST_MISSING', subject, { reason: 'missing', expected: entry.sha256, actual: 'nothing' });
		const { counted, threshold, enough } = countApprovals(trust.root.document, manifest.keyId, trust.approvals(entry.sha256));
		if (!enough) return refused('MANIFEST_NOT_APPROVED', subject, { reason: 'approvals', expected: threshold, actual: counted.length });
		const expected = createHash('sha256')
			.update((manifest.document as PublishedManifest).content)
			.digest('hex');
		if (expected !== sha256) return refused('MANIFEST_TAMPERED', subject, { reason: 'changed', expected, actual: sha256 });
		return { kind: 'published', warnings: describeDeprecation({ ...entry, name: entry.package }) };
	};
	return (subject: PublishedSubject): Verdict | undefined => {
		const listed = `${subject.kind}:${getSubjectName(subject)}`;
		const entries = byName.get(listed);
		if (entries === undefined) return undefined;
		const key = `${listed} ${subject.version} ${subject.sha256}`;
		const verdict = verdicts.get(key) ?? decide(subject, entries);
		if (verdicts.size < maxVerdicts) verdicts.set(key, verdict);
		return verdict;
	};
}

const getSubjectName = (subject: PublishedSubject): string => (subject.kind === 'agent' ? subject.id : subject.name);

const maxVerdicts = 1_000;

const reasons = {
	MANIFEST_NOT_APPROVED: 'is not approved in this version',
	MANIFEST_MISSING: 'is listed, but its manifest is missing',
	MANIFEST_TAMPERED: 'differs from what was published',
} as const;

interface RefusalDetails {
	reason: string;
	expected: unknown;
	actual: unknown;
}

function refused(code: keyof typeof reasons, subject: PublishedSubject, details: RefusalDetails): Verdict {
	const { kind, version } = subject;
	const document = `The ${kind} ${getSubjectName(subject)} ${version}`;
	const message = `${document} ${reasons[code]} (expected ${[details.expected].flat().join(', ')}, found ${String(details.actual)})`;
	const fix = 'Run a version that the registry lists as approved, or have this one published and approved.';
	return {
		kind: 'refused',
		error: refusal({ code, message, fix, details: { document, ...details, [kind]: getSubjectName(subject), version } }),
	};
}

function revoked({ kind = 'package', package: name, version, reason }: SnapshotEntry): TroupeError {
	const document = `The ${kind} ${name} ${version}`;
	return refusal({
		code: 'MANIFEST_REVOKED',
		message: `${document} was revoked${reason === undefined ? '' : `: ${reason}`}`,
		fix: 'Run an approved version.',
		details: { document, reason: 'revoked', expected: 'approved', actual: 'revoked', [kind]: name, version },
	});
}

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

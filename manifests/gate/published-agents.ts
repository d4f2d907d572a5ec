import { createHash } from 'node:crypto';
import { TroupeError } from '../../core/errors';
import type { GateSubject } from '../../core/ports';
import type { AgentManifest, SnapshotDocument, SnapshotEntry } from '../documents/documents';
import type { TrustStore } from '../trust/trust-store';

export type AgentTrust = Pick<TrustStore, 'snapshot' | 'manifestOf' | 'approvals' | 'root'>;

type AgentSubject = Extract<GateSubject, { kind: 'agent' }>;
type Verdict = { kind: 'published'; warnings?: string[] } | { kind: 'refused'; error: TroupeError };

/** What the snapshot says of agents: of one that it lists, one of its versions, with that content, approved. */
export function publishedAgents(trust: AgentTrust, snapshot: SnapshotDocument) {
	const byId = new Map<string, SnapshotEntry[]>();
	for (const entry of snapshot.manifests) if (entry.kind === 'agent') byId.set(entry.package, [...(byId.get(entry.package) ?? []), entry]);
	const verdicts = new Map<string, Verdict>();
	const decide = (subject: AgentSubject, entries: SnapshotEntry[]): Verdict => {
		const { id, version, sha256 } = subject;
		const entry = entries.find((one) => one.version === version);
		if (entry === undefined)
			return refusedAgent('MANIFEST_NOT_APPROVED', subject, { expected: entries.map((one) => one.version), actual: version });
		if (entry.state === 'revoked') throw revokedAgent(entry);
		const manifest = trust.manifestOf(entry);
		if (manifest === undefined) return refusedAgent('MANIFEST_MISSING', subject, { expected: entry.sha256 });
		const { threshold } = trust.root.document.roles.approver;
		if (trust.approvals(entry.sha256).length < threshold) return refusedAgent('MANIFEST_NOT_APPROVED', subject, { expected: threshold });
		const expected = createHash('sha256')
			.update((manifest.document as AgentManifest).content)
			.digest('hex');
		if (expected !== sha256) return refusedAgent('MANIFEST_TAMPERED', subject, { expected, actual: sha256 });
		const successor = entry.successor === undefined ? '' : `; go to ${entry.successor}`;
		return {
			kind: 'published',
			...(entry.state === 'deprecated' && { warnings: [`The agent ${id} ${version} is deprecated${successor}`] }),
		};
	};
	return (subject: AgentSubject): Verdict | undefined => {
		const entries = byId.get(subject.id);
		if (entries === undefined) return undefined;
		const key = `${subject.id} ${subject.version} ${subject.sha256}`;
		const verdict = verdicts.get(key) ?? decide(subject, entries);
		if (verdicts.size < mostVerdicts) verdicts.set(key, verdict);
		return verdict;
	};
}

const mostVerdicts = 1_000;

const reasons = {
	MANIFEST_NOT_APPROVED: 'is not approved in this version',
	MANIFEST_MISSING: 'is listed, and its manifest lies nowhere',
	MANIFEST_TAMPERED: 'is not, to the byte, what was published',
} as const;

function refusedAgent(code: keyof typeof reasons, { id, version }: AgentSubject, details: Record<string, unknown>): Verdict {
	const told = Object.entries(details).map(([name, value]) => `${name} ${[value].flat().join(', ')}`);
	const message = `The agent ${id} ${version} ${reasons[code]} (${told.join(', ')})`;
	const fix = 'Run a version that the registry lists as approved, or have this one published and approved.';
	return { kind: 'refused', error: new TroupeError({ code, message, fix, details: { agent: id, version, ...details } }) };
}

function revokedAgent({ package: id, version, reason }: SnapshotEntry): TroupeError {
	return new TroupeError({
		code: 'MANIFEST_REVOKED',
		message: `The agent ${id} ${version} was revoked${reason === undefined ? '' : `: ${reason}`}`,
		fix: 'Run a version that is approved.',
		details: { agent: id, version },
	});
}

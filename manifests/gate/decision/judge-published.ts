import { createHash } from 'node:crypto';
import type { TroupeError } from '../../../core/base/errors';
import type { GateSubject, PublishedKind } from '../../../core/ports/manifests';
import { describeDeprecation } from '../../documents/deprecation';
import type { PublishedManifest } from '../../documents/documents';
import type { SnapshotDocument, SnapshotEntry } from '../../documents/snapshot-document';
import { countApprovals } from '../../trust/count-approvals';
import type { TrustStore } from '../../trust/trust-store';
import { refusal } from '../../refusal';

export type AgentTrust = Pick<TrustStore, 'snapshot' | 'findManifest' | 'approvals' | 'root'>;

export type PublishedSubject = Extract<GateSubject, { kind: PublishedKind }>;

const publishedKinds: readonly string[] = ['agent', 'prompt', 'policy', 'template', 'evaluation'] satisfies PublishedKind[];

export const isPublished = (subject: GateSubject): subject is PublishedSubject => publishedKinds.includes(subject.kind);

type Verdict = { kind: 'published'; warnings: string[] } | { kind: 'refused'; error: TroupeError };

/** Judges published agents, prompts, policies, templates and evaluation sets: version, content and approvals. */
export function createPublishedJudge(trust: AgentTrust, snapshot: SnapshotDocument) {
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

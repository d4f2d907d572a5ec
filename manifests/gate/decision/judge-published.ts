import { createHash } from 'node:crypto';
import type { TroupeError } from '../../../core/base/errors';
import type { GateSubject } from '../../../core/ports';
import { deprecationOf } from '../../documents/deprecation';
import type { AgentManifest, PromptManifest, SnapshotDocument, SnapshotEntry } from '../../documents/documents';
import { countApprovals } from '../../trust/count-approvals';
import type { TrustStore } from '../../trust/trust-store';
import { refusal } from '../../refusal';

export type AgentTrust = Pick<TrustStore, 'snapshot' | 'manifestOf' | 'approvals' | 'root'>;

type PublishedSubject = Extract<GateSubject, { kind: 'agent' | 'prompt' }>;
type Verdict = { kind: 'published'; warnings: string[] } | { kind: 'refused'; error: TroupeError };

/** What the snapshot says of agents and prompts: of one that it lists, one of its versions, with that content, approved. */
export function publishedAgents(trust: AgentTrust, snapshot: SnapshotDocument) {
	const byName = new Map<string, SnapshotEntry[]>();
	for (const entry of snapshot.manifests) {
		const { kind, package: name } = entry;
		if (kind !== 'agent' && kind !== 'prompt') continue;
		const listed = byName.get(`${kind}:${name}`);
		if (listed) listed.push(entry);
		else byName.set(`${kind}:${name}`, [entry]);
	}
	const verdicts = new Map<string, Verdict>();
	const decide = (subject: PublishedSubject, entries: SnapshotEntry[]): Verdict => {
		const { version, sha256 } = subject;
		const ofVersion = entries.filter((one) => one.version === version);
		// A version that was revoked once stays so, whatever was signed under its number since.
		const takenBack = ofVersion.find(({ state }) => state === 'revoked');
		if (takenBack !== undefined) throw revoked(takenBack);
		const [entry] = ofVersion;
		if (entry === undefined) {
			const expected = entries.map((one) => one.version);
			return refused('MANIFEST_NOT_APPROVED', subject, { reason: 'unlisted', expected, actual: version });
		}
		const manifest = trust.manifestOf(entry);
		if (manifest === undefined)
			return refused('MANIFEST_MISSING', subject, { reason: 'missing', expected: entry.sha256, actual: 'nothing' });
		const { counted, threshold, enough } = countApprovals(trust.root.document, manifest.keyId, trust.approvals(entry.sha256));
		if (!enough) return refused('MANIFEST_NOT_APPROVED', subject, { reason: 'approvals', expected: threshold, actual: counted.length });
		const expected = createHash('sha256')
			.update((manifest.document as AgentManifest | PromptManifest).content)
			.digest('hex');
		if (expected !== sha256) return refused('MANIFEST_TAMPERED', subject, { reason: 'changed', expected, actual: sha256 });
		return { kind: 'published', warnings: deprecationOf({ ...entry, name: entry.package }) };
	};
	return (subject: PublishedSubject): Verdict | undefined => {
		const listed = `${subject.kind}:${nameOf(subject)}`;
		const entries = byName.get(listed);
		if (entries === undefined) return undefined;
		const key = `${listed} ${subject.version} ${subject.sha256}`;
		const verdict = verdicts.get(key) ?? decide(subject, entries);
		if (verdicts.size < mostVerdicts) verdicts.set(key, verdict);
		return verdict;
	};
}

const nameOf = (subject: PublishedSubject): string => (subject.kind === 'agent' ? subject.id : subject.name);

const mostVerdicts = 1_000;

const reasons = {
	MANIFEST_NOT_APPROVED: 'is not approved in this version',
	MANIFEST_MISSING: 'is listed, and its manifest lies nowhere',
	MANIFEST_TAMPERED: 'is not, to the byte, what was published',
} as const;

interface Told {
	reason: string;
	expected: unknown;
	actual: unknown;
}

function refused(code: keyof typeof reasons, subject: PublishedSubject, told: Told): Verdict {
	const { kind, version } = subject;
	const document = `The ${kind} ${nameOf(subject)} ${version}`;
	const message = `${document} ${reasons[code]} (expected ${[told.expected].flat().join(', ')}, found ${String(told.actual)})`;
	const fix = 'Run a version that the registry lists as approved, or have this one published and approved.';
	return {
		kind: 'refused',
		error: refusal({ code, message, fix, details: { document, ...told, [kind]: nameOf(subject), version } }),
	};
}

function revoked({ kind = 'package', package: name, version, reason }: SnapshotEntry): TroupeError {
	const document = `The ${kind} ${name} ${version}`;
	return refusal({
		code: 'MANIFEST_REVOKED',
		message: `${document} was revoked${reason === undefined ? '' : `: ${reason}`}`,
		fix: 'Run a version that is approved.',
		details: { document, reason: 'revoked', expected: 'approved', actual: 'revoked', [kind]: name, version },
	});
}

import { isAtLeast } from '../../core/ports/sandbox/levels';
import type { ManifestDocument } from '../documents/documents';
import type { ManifestDependency } from '../documents/package-manifest';
import type { RootDocument } from '../documents/root-document';
import { compareDependencies } from '../tree/dependencies/compare-dependencies';
import { computeSha256, treeSha256 } from '../tree/file-list';
import { findOwner, personName } from '../trust/count-approvals';
import { parseDuration } from './duration';
import type { Evidence } from './read-evidence';
import type { SandboxDemand } from './sandbox-demand';
import type { SandboxReportFacts } from './sandbox-report';

export interface ReportProblem {
	reason: `report-${'missing' | 'subject' | 'signer' | 'outcome' | 'probes' | 'level' | 'age'}`;
	text: string;
	expected: unknown;
	actual: unknown;
}

export interface JudgedVersion {
	manifest: ManifestDocument;
	/** SHA-256 of the manifest token, hex. */
	sha256: string;
	authorKeyId: string;
}

/** Max lead of the clock of the machine that ran it. */
const clockSkewMs = 300_000;

export function judgeReport(
	{ facts, keyId }: Evidence<SandboxReportFacts>,
	version: JudgedVersion,
	root: RootDocument,
	demand: SandboxDemand | undefined,
	nowMs: number,
): ReportProblem[] {
	return [
		judgeSubject(facts, version),
		judgeSigner(keyId, version, root, demand),
		judgeOutcome(facts),
		judgeProbes(facts),
		...(demand === undefined ? [] : [judgeLevel(facts, demand)]),
		judgeAge(facts, demand, nowMs),
	].filter((problem) => problem !== undefined);
}

/** Hashes that a report can name: of the manifest, the content, or the file list. */
function hashArtifact({ manifest, sha256 }: Pick<JudgedVersion, 'manifest' | 'sha256'>): string[] {
	if ('content' in manifest) return [computeSha256(manifest.content), sha256];
	return [manifest.fileList?.sha256 ?? treeSha256(manifest.files), sha256];
}

function judgeSubject(facts: SandboxReportFacts, version: JudgedVersion): ReportProblem | undefined {
	const { subject } = facts;
	const expected = hashArtifact(version);
	if (subject.sha256 === version.sha256) return undefined;
	if (expected.includes(subject.sha256)) return judgeDependencies(facts, version.manifest);
	const text = `it is about the ${subject.kind} ${subject.name} with the hash ${subject.sha256}, not about these bytes (${expected[0]})`;
	return { reason: 'report-subject', text, expected, actual: subject.sha256 };
}

/** The hash of a file list does not cover packages outside the folder, so these must match too. */
function judgeDependencies({ subject }: SandboxReportFacts, manifest: ManifestDocument): ReportProblem | undefined {
	if ('content' in manifest) return undefined;
	const { name, dependencies: ran } = subject;
	const { dependencies: listed = [] } = manifest;
	const problem = (text: string): ReportProblem => ({ reason: 'report-subject', text, expected: listed.map(show), actual: ran?.map(show) });
	if (ran === undefined) return problem(`it does not say with which dependencies ${name} ran`);
	const found = ran.map((one) => ({ ...one, folder: 'the report', files: [] }));
	const [first] = compareDependencies(listed, found, () => undefined);
	if (first === undefined) return undefined;
	const { expected = 'nothing', actual = 'nothing' } = first;
	return problem(
		`${name} ran with another dependency ${first.dependency?.name} than the manifest lists: expected ${expected}, found ${actual}`,
	);
}

const show = ({ name, version, sha256 }: ManifestDependency): string => `${name} ${version} ${sha256}`;

/** As with approvals, the author's own report proves nothing. */
function judgeSigner(
	keyId: string,
	{ authorKeyId }: JudgedVersion,
	root: RootDocument,
	demand: SandboxDemand | undefined,
): ReportProblem | undefined {
	if (demand?.signers !== undefined) {
		if (demand.signers.includes(keyId)) return undefined;
		const text = `it was signed with ${keyId}; the policy trusts ${demand.signers.join(', ')}`;
		return { reason: 'report-signer', text, expected: demand.signers, actual: keyId };
	}
	if (identifyPerson(root, keyId) !== identifyPerson(root, authorKeyId)) return undefined;
	const text = `it was signed by the author of the version (key ${keyId})`;
	return { reason: 'report-signer', text, expected: 'a key of another person', actual: keyId };
}

function judgeOutcome({ outcome }: SandboxReportFacts): ReportProblem | undefined {
	if (outcome.kind === 'completed') return undefined;
	return { reason: 'report-outcome', text: `the run ended with ${outcome.kind}`, expected: 'completed', actual: outcome.kind };
}

function judgeProbes({ level, probes, notStopped }: SandboxReportFacts): ReportProblem | undefined {
	const stoppedBy = new Map(notStopped.map((one) => [one.id, one.stoppedBy]));
	const open = probes.filter(({ id, stopped }) => !stopped && isOwed(stoppedBy.get(id), level.reached)).map(({ id }) => id);
	const listed = notStopped.filter((one) => isAtLeast(level.reached, one.stoppedBy)).map(({ id }) => id);
	const missed = [...new Set([...open, ...listed])];
	if (probes.length > 0 && missed.length === 0) return undefined;
	const text = probes.length === 0 ? 'it has no probes' : `${level.reached} did not stop ${missed.slice(0, 5).join(', ')}`;
	return { reason: 'report-probes', text, expected: `all probes of ${level.reached} stopped`, actual: missed };
}

/** Returns true if the level must stop the probe. Without a stated level it must. */
const isOwed = (stoppedBy: SandboxDemand['level'] | undefined, reached: SandboxDemand['level']): boolean =>
	stoppedBy === undefined || isAtLeast(reached, stoppedBy);

function judgeLevel({ level }: SandboxReportFacts, demand: SandboxDemand): ReportProblem | undefined {
	if (isAtLeast(level.reached, demand.level)) return undefined;
	const text = `its level is ${level.reached}, expected ${demand.level} or more`;
	return { reason: 'report-level', text, expected: demand.level, actual: level.reached };
}

function judgeAge({ startedAt }: SandboxReportFacts, demand: SandboxDemand | undefined, nowMs: number): ReportProblem | undefined {
	const age = nowMs - Date.parse(startedAt);
	const problem = (text: string, expected: string): ReportProblem => ({ reason: 'report-age', text, expected, actual: startedAt });
	if (Number.isNaN(age)) return problem(`its time ${startedAt} does not exist`, 'a time');
	if (age < -clockSkewMs) return problem(`it is from ${startedAt}, which is in the future`, 'a time in the past');
	if (demand === undefined || isFresh(startedAt, demand, nowMs)) return undefined;
	return problem(`it is from ${startedAt}; the max age is ${demand.maxAge}`, `at most ${demand.maxAge} old`);
}

export const isFresh = (startedAt: string, { maxAge }: SandboxDemand, nowMs: number): boolean =>
	nowMs - Date.parse(startedAt) <= parseDuration(maxAge)!;

function identifyPerson(root: RootDocument, keyId: string): string {
	const owner = findOwner(root, keyId);
	return owner === undefined ? `key:${keyId}` : personName(owner);
}

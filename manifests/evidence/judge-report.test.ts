import type { ManifestDependency, PackageManifest } from '../documents/package-manifest';
import type { AgentManifest } from '../documents/published-manifests';
import type { RootDocument } from '../documents/root-document';
import { computeSha256, treeSha256 } from '../tree/file-list';
import { parseDuration, toIsoDuration } from './duration';
import { judgeReport, type JudgedVersion } from './judge-report';
import { checkSandboxDemand, type SandboxDemand } from './sandbox-demand';
import type { SandboxReportFacts } from './sandbox-report';

const nowMs = Date.UTC(2026, 10, 20, 12);
const content = '{"id":"support"}';
const manifest = { kind: 'agent', package: { name: 'support', version: '1.0.0' }, content } as AgentManifest;
const version: JudgedVersion = { manifest, sha256: 'b'.repeat(64), authorKeyId: 'ada-1' };
const root = { owners: { 'ada-1': 'Ada@example.com', 'ada-2': 'ada@example.com', 'bob-1': 'bob@example.com' } } as unknown as RootDocument;
const demand: SandboxDemand = { level: 'L0+', maxAge: 'P7D', for: ['agent'] };

const facts = (change: Partial<SandboxReportFacts> = {}): SandboxReportFacts => ({
	version: 1,
	subject: { kind: 'agent', name: 'support', sha256: computeSha256(content) },
	level: { reached: 'L0+' },
	probes: [
		{ id: 'tcp', stopped: true },
		{ id: 'host-name', stopped: false },
	],
	notStopped: [{ id: 'host-name', stoppedBy: 'L1' }],
	outcome: { kind: 'completed' },
	startedAt: '2026-11-19T12:00:00.000Z',
	...change,
});
const judge = (change: Partial<SandboxReportFacts> = {}, { keyId = 'bob-1', by = demand }: { keyId?: string; by?: SandboxDemand } = {}) =>
	judgeReport({ facts: facts(change), keyId, sha256: '', token: '' }, version, root, by, nowMs).map(({ reason, text }) => [reason, text]);

it('finds nothing wrong with a report of these bytes, of the level, fresh, by somebody else', () => {
	expect(judge()).toEqual([]);
	expect(judge({ subject: { kind: 'agent', name: 'support', sha256: version.sha256 } })).toEqual([]);
});

it.each<[string, Partial<SandboxReportFacts>, string, RegExp]>([
	['other bytes', { subject: { kind: 'agent', name: 'support', sha256: 'c'.repeat(64) } }, 'report-subject', /not about these bytes/],
	['a lower level', { level: { reached: 'L0' } }, 'report-level', /level is L0, expected L0\+ or more/],
	['a run that failed', { outcome: { kind: 'failed' } }, 'report-outcome', /ended with failed/],
	['a run of eight days ago', { startedAt: '2026-11-12T11:00:00Z' }, 'report-age', /the max age is P7D/],
	['a run of tomorrow', { startedAt: '2026-11-21T12:00:00Z' }, 'report-age', /in the future/],
	['a day that does not exist', { startedAt: '2026-13-41T12:00:00Z' }, 'report-age', /does not exist/],
	['a probe that the level has to stop', { notStopped: [{ id: 'host-name', stoppedBy: 'L0' }] }, 'report-probes', /did not stop host-name/],
	['a probe that escaped and is not listed', { notStopped: [] }, 'report-probes', /did not stop host-name/],
	['no probes', { probes: [], notStopped: [] }, 'report-probes', /no probes/],
])('refuses %s', (_case, change, reason, text) => {
	expect(judge(change)).toEqual([[reason, expect.stringMatching(text)]]);
});

it('names everything that is wrong at once', () => {
	expect(
		judge({ level: { reached: 'L0' }, outcome: { kind: 'limit' }, startedAt: '2025-01-01T00:00:00Z' }).map(([reason]) => reason),
	).toEqual(['report-outcome', 'report-level', 'report-age']);
});

it("does not count the author's own report, whichever key she takes, unless the policy trusts this key", () => {
	expect(judge({}, { keyId: 'ada-1' })).toEqual([['report-signer', expect.stringContaining('author')]]);
	expect(judge({}, { keyId: 'ada-2' })).toEqual([['report-signer', expect.stringContaining('author')]]);
	expect(judge({}, { keyId: 'ada-2', by: { ...demand, signers: ['ada-2'] } })).toEqual([]);
	expect(judge({}, { by: { ...demand, signers: ['ada-2'] } })).toEqual([['report-signer', expect.stringContaining('trusts ada-2')]]);
});

it('knows a package by the list of its files', () => {
	const files = [{ path: 'index.js', size: 1, sha256: 'a'.repeat(64) }];
	const packaged = {
		manifest: { package: { name: 'x', version: '1.0.0' }, files } as unknown as PackageManifest,
		sha256: '',
		authorKeyId: '',
	};
	const of = (sha256: string) =>
		judgeReport(
			{ facts: facts({ subject: { kind: 'package', name: 'x', sha256, dependencies: [] } }), keyId: 'bob-1', sha256: '', token: '' },
			packaged,
			root,
			undefined,
			nowMs,
		);
	expect(of(treeSha256(files))).toEqual([]);
	expect(of('d'.repeat(64))).toHaveLength(1);
});

describe('a package with dependencies outside its folder', () => {
	const files = [{ path: 'index.js', size: 1, sha256: 'a'.repeat(64) }];
	const leftPad = { name: 'left-pad', version: '1.3.0', sha256: 'c'.repeat(64) };
	const ranWith = (ran?: ManifestDependency[], listed?: ManifestDependency[]) => {
		const subject = { kind: 'package', name: 'x@1.0.0', sha256: treeSha256(files), ...(ran && { dependencies: ran }) };
		const document = { package: { name: 'x', version: '1.0.0' }, files, ...(listed && { dependencies: listed }) };
		const packaged = { manifest: document as unknown as PackageManifest, sha256: '', authorKeyId: '' };
		const evidence = { facts: facts({ subject }), keyId: 'bob-1', sha256: '', token: '' };
		return judgeReport(evidence, packaged, root, undefined, nowMs).map(({ reason, text }) => [reason, text]);
	};

	it('ran with those of the manifest', () => {
		expect(ranWith([leftPad], [leftPad])).toEqual([]);
		expect(ranWith([])).toEqual([]);
	});

	it.each<[string, ManifestDependency[] | undefined, ManifestDependency[], RegExp]>([
		[
			'another version',
			[{ ...leftPad, version: '1.3.1', sha256: 'd'.repeat(64) }],
			[leftPad],
			/left-pad .*c \(1\.3\.0\), found d+ \(1\.3\.1\)$/,
		],
		['other bytes of the same version', [{ ...leftPad, sha256: 'd'.repeat(64) }], [leftPad], /c \(1\.3\.0\), found d+ \(1\.3\.0\)$/],
		['none', [], [leftPad], /expected c+ \(1\.3\.0\), found nothing$/],
		['one more', [leftPad], [], /expected nothing, found c+ \(1\.3\.0/],
		['what it does not say', undefined, [], /does not say with which dependencies x@1\.0\.0 ran$/],
	])('is refused if it ran with %s', (_case, ran, listed, text) => {
		expect(ranWith(ran, listed)).toEqual([['report-subject', expect.stringMatching(text)]]);
	});
});

describe('a demand', () => {
	it.each([
		[{ level: 'L9' }, /sandbox\.level .* is "L9", expected one of L0, L0\+, L1/],
		[{ maxAge: '7 days' }, /sandbox\.maxAge .* "7 days", expected a duration/],
		[{ maxAge: 'P0D' }, /maxAge/],
		[{ maxAge: 'P400D' }, /maxAge/],
		[{ for: [] }, /sandbox\.for/],
		[{ for: ['prompt'] }, /sandbox\.for .* \["prompt"\], expected a list of agent, community-node/],
		[{ signers: [] }, /signers/],
		[{ signers: ['a b'] }, /signers/],
	])('is refused with %j', (change, message) => {
		expect(() => checkSandboxDemand({ ...demand, ...change } as SandboxDemand)).toThrow(message);
	});

	it('is stored with its known fields', () => {
		expect(checkSandboxDemand({ ...demand, for: ['community-node', 'agent', 'agent'], more: 1 } as SandboxDemand)).toEqual({
			...demand,
			for: ['agent', 'community-node'],
		});
	});
});

it.each([
	['P7D', 7 * 86_400_000],
	['P2W', 14 * 86_400_000],
	['P1DT12H', 36 * 3_600_000],
	['PT90M', 90 * 60_000],
	['P', undefined],
	['PT', undefined],
	['P1Y', undefined],
	['p7d', undefined],
	['P-1D', undefined],
])('reads and writes the duration %s', (text, milliseconds) => {
	expect(parseDuration(text)).toBe(milliseconds);
	expect(milliseconds && parseDuration(toIsoDuration(milliseconds))).toBe(milliseconds);
});

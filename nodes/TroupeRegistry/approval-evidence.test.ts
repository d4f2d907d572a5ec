import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { readSigner, readSigningKey } from '../../manifests/keys/key-files';
import { type EvaluationStatement, signEvaluation } from '../../manifests/evidence/evaluation-statement';
import type { ManifestAnswer } from '../../manifests/registry/registry-api';
import { inspectDocument } from '../../manifests/token/inspect-document';
import { signToken } from '../../manifests/token/sign-token';
import { openGate } from '../../test/fakes/permissive-gate';
import { recordedRegistry } from '../../test/fakes/recorded-registry';
import { createReport, hashReport } from '../../sandbox/report/report';
import { signReport } from '../../sandbox/report/sign-report';
import { defaultLimits } from '../../sandbox/levels/limits';
import { copyTestKeys } from '../../test/support/test-keys';
import { fakeExecuteFunctions, type FakeExecution } from '../../test/support/n8n/fake-execute-functions';
import { execute } from './execute';

const folder = mkdtempSync(join(tmpdir(), 'troupe-approval-evidence-'));
const [keys, others] = [join(folder, 'keys'), join(folder, 'others')];
let manifest: ManifestAnswer;

beforeAll(async () => {
	await copyTestKeys(keys);
	await copyTestKeys(others, 'others');
	const content = JSON.stringify({ id: 'support', version: '1.0.0' });
	const author = readSigningKey(keys, 'author');
	const document = { kind: 'agent', ver: 1, package: { name: 'support', version: '1.0.0' }, content, purpose: 'Answers.' } as const;
	const token = signToken('troupe-manifest+jwt', { ...document, capabilities: [] }, author, { nowMs: Date.now(), days: 10 });
	const sha256 = createHash('sha256').update(token).digest('hex');
	manifest = { kind: 'agent', name: 'support', version: '1.0.0', sha256, revision: 3, token } as ManifestAnswer;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As a run in the sandbox writes it. */
const report = createReport({
	job: { name: 'program.js', source: '' },
	result: {
		...{ outcome: 'completed', exitCode: 0, signal: null, stdout: Buffer.from(''), stderr: Buffer.from(''), elapsedMs: 5, notes: '' },
		usage: { processorMs: 1, memoryMb: 40 } as never,
	},
	limits: defaultLimits,
	...{ level: 'L0+', required: 'L0+', measuredAt: new Date().toISOString(), results: [{ id: 'tcp', stopped: true, by: 'EPERM' }] as never },
	startedAt: new Date(),
	reported: { subject: { kind: 'agent', name: 'support@1.0.0', sha256: 'a'.repeat(64) }, input: '', steps: [] },
});
const statement: EvaluationStatement = {
	...{ version: 1, set: { name: 'Support', sha256: 'a'.repeat(64) }, recordings: { sha256: 'b'.repeat(64) } },
	agent: { id: 'support', version: '1.0.0', sha256: 'c'.repeat(64) },
	cases: [
		{ case: 'one', passed: true, score: 1 },
		{ case: 'two', passed: false, score: 0 },
	],
	evaluatedAt: '2026-11-20T00:00:00.000Z',
	versions: { troupe: '0.0.0', node: '24.0.0' },
};
const sign = (from = keys) => signReport(report, readSigner(from, 'approver'));
const evaluate = () => signEvaluation(statement, readSigner(keys, 'approver'));

async function approve(approveOptions: IDataObject, more: IDataObject = {}, execution: Partial<FakeExecution> = {}) {
	const registry = recordedRegistry({
		roots: () => [{ version: 1, tokens: readFileSync(join(keys, 'root.jwt'), 'utf8') }],
		manifest,
		approve: { state: 'approved' },
	});
	const signing = { troupeSigningKeyApi: { privateKey: readFileSync(join(keys, 'approver.pem'), 'utf8'), passphrase: '' } };
	const parameters = { resource: 'agent', operation: 'approve', signing: 'key', manifest: manifest.sha256, approveOptions, ...more };
	const context = fakeExecuteFunctions({ credentials: signing, ...execution, parameters });
	await execute.call(context, openGate(), async () => ({
		api: registry.api,
		...{ caller: { tenant: 'default', subject: 'n8n' }, host: 'registry' },
	}));
	const [, , sent] = registry.calls.at(-1) as [string, string, { token: string; evidence?: string[] }];
	return { ...sent, claims: inspectDocument('it', Buffer.from(sent.token)).claimed as unknown as Record<string, unknown> };
}

it('signs the hashes of a sandbox report and of results, and sends both', async () => {
	const [signedReport, result] = [await sign(), await evaluate()];
	const { claims, evidence } = await approve({ sandboxReport: { outcome: 'completed', signedReport }, evaluations: result });
	expect(evidence).toEqual([signedReport, result]);
	expect(claims).toMatchObject({ report: hashReport(report), evaluations: [{ set: 'Support', passed: 1, cases: 2 }] });
});

it.each<[string, (token: string) => unknown]>([
	['what a run printed, as text', (signedReport) => JSON.stringify({ signedReport })],
	['the signed report', (token) => ` ${token}\n`],
	['a list', (token) => [token]],
])('takes a report as %s', async (_case, write) => {
	const { claims } = await approve({ sandboxReport: write(await sign()) as IDataObject });
	expect(claims).toMatchObject({ report: hashReport(report) });
});

it('takes files, each for what it is', async () => {
	const file = (text: string) => ({ data: Buffer.from(text).toString('base64'), mimeType: 'application/json' });
	const binary = { report: file(JSON.stringify({ signedReport: await sign() })), result: file(await evaluate()) };
	const { claims } = await approve({ evidenceFiles: 'report, result' }, {}, { items: [{ json: {}, binary }] });
	expect(claims).toMatchObject({ report: hashReport(report), evaluations: [{ cases: 2 }] });
});

it('sends what an approval that was signed elsewhere rests on', async () => {
	const { evidence } = await approve({ sandboxReport: await sign() }, { signing: 'token', token: manifest.token });
	expect(evidence).toHaveLength(1);
});

it('signs a hash alone, and no evidence', async () => {
	expect(await approve({ report: 'F'.repeat(64) })).toMatchObject({ claims: { report: 'f'.repeat(64) } });
	expect(await approve({})).not.toHaveProperty('evidence');
});

it.each<[string, () => Promise<IDataObject>, RegExp]>([
	['an unsigned report', async () => ({ sandboxReport: { report: {} } }), /has no signedReport: the report was not signed/],
	['broken JSON', async () => ({ sandboxReport: '{"signed' }), /Sandbox Report is not JSON/],
	['a report that a stranger signed', async () => ({ sandboxReport: await sign(others) }), /sandbox report/i],
	['two reports', async () => ({ sandboxReport: [await sign(), await sign()] }), /rests on one sandbox report/],
	['a document of another kind', async () => ({ evaluations: manifest.token }), /type/],
])('refuses %s', async (_case, options, message) => {
	await expect(approve(await options())).rejects.toThrow(message);
});

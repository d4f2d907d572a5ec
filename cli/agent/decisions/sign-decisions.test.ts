import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentEvent } from '../../../core/agents/agent-event';
import type { PendingDecision } from '../../../core/agents/agent-outcome';
import { toPending } from '../../../core/agents/approvals/pending-decision';
import { readSigner } from '../../../manifests/keys/key-files';
import { TrustStore } from '../../../manifests/trust/trust-store';
import { SeenFiles } from '../../../manifests/tree/seen-files';
import { copyTestKeys } from '../../../test/support/test-keys';
import { describeSignature, signDecisions } from './sign-decisions';

let folder: string;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-sign-'));
	await copyTestKeys(join(folder, 'keys'));
	await copyTestKeys(join(folder, 'others'), 'others');
});
afterAll(() => rmSync(folder, { recursive: true }));

const record = { id: 'p', kind: 'approval' as const, tool: 'pay', arguments: { amount: 7 }, nonce: 'n' };
const pending = [toPending(record, record, 'en')] as Array<PendingDecision & { kind: 'approval' }>;

async function decided(keys: string): Promise<AgentEvent & { kind: 'decided'; statement: string }> {
	const signer = readSigner(join(folder, keys), 'approver');
	const [decision] = await signDecisions([{ id: 'p', kind: 'approval', approved: true }], pending, 'r', signer);
	const { statement, viewSha256 } = decision as { statement: string; viewSha256: string };
	return { kind: 'decided', runId: 'r', number: 1, at: 0, callId: 'p', approved: true, viewSha256, statement };
}
const root = () => new TrustStore({ pinned: join(folder, 'keys'), named: true }, new SeenFiles(), Date.now()).root.document;

test('a decision that is signed by a key of the root says whose key it was', async () => {
	expect(describeSignature(await decided('keys'), root()).text).toMatch(/^signed by .*approver-\S+ at \d{4}-/);
});

test.each<[string, object]>([
	['another run', { runId: 'other' }],
	['another call', { callId: 'q' }],
	['a call of a called agent', { team: { agent: 'a', depth: 1, call: 'm' } }],
	['the opposite', { approved: false }],
	['another view', { viewSha256: 'a'.repeat(64) }],
])('a signature does not count for %s', async (_what, change) => {
	expect(describeSignature({ ...(await decided('keys')), ...change }, root()).text).toBe('SIGNATURE INVALID: it is about another decision');
});

test('a signature by another key, and one that was changed, are invalid', async () => {
	expect(describeSignature(await decided('others'), root()).text).toMatch(/^SIGNATURE INVALID: .*belongs to no author or approver/);
	const event = await decided('keys');
	const [header, , signature] = event.statement.split('.');
	const payload = Buffer.from(JSON.stringify({ version: 1 })).toString('base64url');
	expect(describeSignature({ ...event, statement: [header, payload, signature].join('.') }, root()).text).toMatch(/^SIGNATURE INVALID/);
	expect(describeSignature({ ...event, statement: 'x' }, root()).text).toMatch(/^SIGNATURE INVALID/);
	expect(readFileSync(join(folder, 'keys', 'root.jwt')).length).toBeGreaterThan(0);
});

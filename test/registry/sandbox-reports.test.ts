import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { AgentManifest } from '../../manifests/documents/published-manifests';
import type { SnapshotDocument } from '../../manifests/documents/snapshot-document';
import type { SandboxDemand } from '../../manifests/evidence/sandbox-demand';
import type { Registry } from '../../manifests/registry/registry';
import { openStore } from '../../manifests/registry/store/open-store';
import { signToken } from '../../manifests/token/sign-token';
import { ada, bob, carol, claimsOf, gatherPeople, type RegistryPeople, type SignedManifest } from '../support/registry/registry-people';
import { signedReport } from '../support/registry/sandbox-reports';
import { openAuditedRegistry } from '../support/registry/audited-registry';

const now = Date.UTC(2026, 10, 20, 12);
const demand: SandboxDemand = { level: 'L0+', maxAge: 'P7D', for: ['agent', 'community-node'] };
let people: RegistryPeople;
let folder: string;
let registry: Registry;

beforeAll(async () => {
	people = await gatherPeople({ nowMs: now });
});
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-reports-'));
	registry = await openAuditedRegistry({
		database: join(folder, 'registry.db'),
		root: people.root,
		keys: people.signers,
		clock: () => now,
	});
});
afterEach(async () => {
	await registry.close();
	rmSync(folder, { recursive: true, force: true });
});

const contentOf = ({ token }: SignedManifest) => claimsOf<AgentManifest>(token).content;
const publishAgent = async (version = '1.0.0') => {
	const definition = { id: 'support', version, purpose: 'Answers questions', capabilities: ['support.answer'], instructions: 'Be brief.' };
	const agent = people.agent('support', version, { content: JSON.stringify(definition) });
	await registry.publish(ada, { token: agent.token });
	return agent;
};
const reportOf = (agent: SignedManifest, change: { level?: string; daysAgo?: number; outcome?: string } = {}, key = people.keys.second) => {
	const { daysAgo = 1, ...more } = change;
	return signedReport({ content: contentOf(agent), startedAt: new Date(now - daysAgo * 86_400_000), ...more }, key);
};
/** Bob's approval that names a report. */
const approval = ({ sha256, name, version }: SignedManifest, report?: string) => {
	const yes = { ver: 1, manifest: sha256, package: name, version, approver: bob.subject, jti: 'one', ...(report && { report }) };
	return signToken('troupe-approval+jwt', yes, people.keys.approver, { nowMs: now, days: 30 });
};
const approveWith = (agent: SignedManifest, report: { token: string; sha256: string }) =>
	registry.approve(bob, agent.sha256, { token: approval(agent, report.sha256), evidence: [report.token] });

it('approves with a fresh report of these bytes, binds its hash and shows level and date', async () => {
	await registry.setPolicy(ada, { sandbox: demand });
	const agent = await publishAgent();
	const report = await reportOf(agent);
	const summary = await approveWith(agent, report);
	expect(summary).toMatchObject({
		state: 'approved',
		reports: [{ sha256: report.sha256, level: 'L0+', startedAt: '2026-11-19T12:00:00.000Z', keyId: people.keys.second.keyId }],
	});
	expect(summary.testInSandbox).toBeUndefined();
	const { approvalTokens, evidenceTokens } = await registry.manifest(bob, agent.sha256);
	expect(claimsOf<{ report: string }>(approvalTokens[0]!).report).toBe(report.sha256);
	expect(evidenceTokens).toEqual([report.token]);
	const [line] = (await registry.audit(ada, { action: 'manifest.approved' })).items;
	expect(line).toMatchObject({ outcome: 'success', details: { report: report.sha256, level: 'L0+' } });
});

it('refuses without a report, and names the command that makes one', async () => {
	await registry.setPolicy(ada, { sandbox: demand });
	const agent = await publishAgent();
	const refused = registry.approve(bob, agent.sha256, { token: people.approval(agent) });
	await expect(refused).rejects.toMatchObject({
		code: 'APPROVAL_REFUSED',
		message: expect.stringMatching(
			/agent support 1\.0\.0 cannot be approved: the policy demands a report .* L0\+ .* P7D old: there is none/,
		) as string,
		fix: expect.stringContaining('troupe sandbox run agent support.json --message TEXT --level L0+') as string,
		details: { reason: 'report-missing', problems: ['report-missing'] },
	});
	// A hash alone proves nothing: the report itself has to come with it.
	await expect(registry.approve(bob, agent.sha256, { token: approval(agent, 'a'.repeat(64)) })).rejects.toMatchObject({
		details: { reason: 'report-missing' },
	});
	const [line] = (await registry.audit(ada, { action: 'manifest.approved' })).items;
	expect(line).toMatchObject({ outcome: 'refused', details: { code: 'APPROVAL_REFUSED', reason: 'report-missing' } });
	expect((await registry.list(ada, {})).items).toMatchObject([{ state: 'draft', approvals: [] }]);
});

describe('a report that does not fit', () => {
	it.each([
		['is of a lower level', { level: 'L0' }, 'report-level'],
		['is too old', { daysAgo: 8 }, 'report-age'],
		['is about a run that failed', { outcome: 'failed' }, 'report-outcome'],
	])('refuses the approval when it %s', async (_case, change, reason) => {
		await registry.setPolicy(ada, { sandbox: demand });
		const agent = await publishAgent();
		await expect(approveWith(agent, await reportOf(agent, change))).rejects.toMatchObject({
			code: 'APPROVAL_REFUSED',
			details: { reason },
		});
	});

	it("refuses the approval when it is about other bytes, or the author's own, also without a policy", async () => {
		const [agent, next] = [await publishAgent(), await publishAgent('1.0.1')];
		await expect(approveWith(next, await reportOf(agent))).rejects.toMatchObject({ details: { reason: 'report-subject' } });
		await expect(approveWith(agent, await reportOf(agent, {}, people.keys.author))).rejects.toMatchObject({
			details: { reason: 'report-signer' },
		});
	});

	it('refuses the approval when a stranger signed it, or it is not the one that the approver named', async () => {
		const agent = await publishAgent();
		await expect(approveWith(agent, await reportOf(agent, {}, people.keys.snapshot))).rejects.toMatchObject({
			code: 'TOKEN_INVALID',
			details: { reason: 'key' },
		});
		const [named, sent] = [await reportOf(agent), await reportOf(agent, { daysAgo: 2 })];
		await expect(
			registry.approve(bob, agent.sha256, { token: approval(agent, named.sha256), evidence: [sent.token] }),
		).rejects.toMatchObject({ details: { reason: 'report-subject', expected: named.sha256, actual: sent.sha256 } });
		await expect(
			registry.approve(bob, agent.sha256, { token: approval(agent, named.sha256), evidence: [people.approval(agent)] }),
		).rejects.toMatchObject({ code: 'TOKEN_INVALID', details: { reason: 'header' } });
	});
});

it('demands a report of community nodes, not of prompts and not of Troupe itself', async () => {
	await registry.setPolicy(ada, { sandbox: demand });
	const [tone, nodes] = [people.prompt('tone', '1.0.0'), people.installed('n8n-nodes-weather', '1.0.0')];
	await registry.publish(ada, { token: tone.token });
	await registry.publish(ada, { token: nodes.token });
	expect(await registry.approve(bob, tone.sha256, { token: people.approval(tone) })).toMatchObject({ state: 'approved' });
	await expect(registry.approve(bob, nodes.sha256, { token: people.approval(nodes) })).rejects.toMatchObject({
		fix: expect.stringContaining('troupe sandbox run package n8n-nodes-weather') as string,
	});
	const report = await signedReport({ sha256: nodes.sha256, startedAt: new Date(now) }, people.keys.second);
	expect(await approveWith(nodes, report)).toMatchObject({ state: 'approved', reports: [{ level: 'L0+' }] });
});

it('says which versions lack a report, and stops when the policy accepts one', async () => {
	const agent = await publishAgent();
	const read = async () => (await registry.list(ada, { name: 'support' })).items[0]!;
	expect((await read()).testInSandbox).toContain('troupe sandbox run agent support.json --message TEXT --level L0+ ');
	await approveWith(agent, await reportOf(agent, { level: 'L0' }));
	expect((await read()).testInSandbox).toBeUndefined();
	await registry.setPolicy(ada, { sandbox: demand });
	expect((await read()).testInSandbox).toContain('--level L0+');
	await approveAsCarol(agent);
	expect((await read()).testInSandbox).toBeUndefined();
	expect((await read()).reports).toHaveLength(2);
});

/** A second report, of a level that the policy accepts. */
async function approveAsCarol(agent: SignedManifest): Promise<void> {
	const report = await reportOf(agent, {}, people.keys.approver);
	const { sha256, name, version } = agent;
	const yes = { ver: 1, manifest: sha256, package: name, version, approver: carol.subject, jti: 'two', report: report.sha256 };
	const token = signToken('troupe-approval+jwt', yes, people.keys.second, { nowMs: now, days: 30 });
	await registry.approve(carol, agent.sha256, { token, evidence: [report.token] });
}

it('keeps the demand out of snapshots and of the column that an earlier version copies into them', async () => {
	await registry.setPolicy(ada, { unlistedAgents: 'deny', sandbox: demand });
	expect(await registry.policy(ada)).toEqual({ unlistedAgents: 'deny', sandbox: demand });
	const { token } = (await registry.snapshot(ada))!;
	expect(claimsOf<SnapshotDocument>(token).policy).toEqual({ unlistedAgents: 'deny' });
	const store = await openStore(join(folder, 'registry.db'));
	const { rows } = await sql<{ policy: string }>`select policy from tenants where tenant = 'default'`.execute(store.whole);
	expect(rows).toEqual([{ policy: '{"unlistedAgents":"deny"}' }]);
	await store.close();
	await registry.setPolicy(ada, { unlistedAgents: 'deny' });
	expect(await registry.policy(ada)).toEqual({ unlistedAgents: 'deny' });
	await expect(registry.setPolicy(ada, { sandbox: { ...demand, maxAge: 'a week' } })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

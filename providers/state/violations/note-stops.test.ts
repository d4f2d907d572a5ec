import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestAuditKeys } from '../../../test/support/audit-keys';
import { openAuditStore } from '../audit/audit-store';
import { openViolationStore } from './violation-store';

const folder = mkdtempSync(join(tmpdir(), 'troupe-stops-'));
afterAll(() => rmSync(folder, { recursive: true }));

const record = {
	...{
		at: 1,
		conversation: 'hash-c',
		agent: 'clerk',
		host: 'agent',
		guardrail: 'no-price',
		code: 'PRICE',
		stage: 'output',
		action: 'block',
	},
	...{ tool: null, argument: null, matches: [{ type: 'word', start: 1, end: 2, score: 1 }], matchCount: 1, run: 'r1', person: 'hash-p' },
	...{ key: null, agentVersion: '1.0.0', agentSha256: null, policy: 'p', policyVersion: null },
};
const keep = { max: 100, since: 0 };

it('notes which check stopped a text, once for a judgement, in the transaction of the violation (api7/aisix#1083, BerriAI/litellm#27584)', async () => {
	const file = join(folder, 'state.db');
	const store = openViolationStore(file, { openAudit: openTestAuditKeys });
	await store.append('acme', [{ ...record, action: 'log' }], keep);
	await store.append(
		'acme',
		[{ ...record, action: 'rewrite' }, record, record, { ...record, guardrail: 'harm', action: 'ask-person' }],
		keep,
	);
	expect(await store.appendOnce('acme', 'b1', { ...record, guardrail: 'monthly', stage: 'usage', run: null }, keep)).toBe(true);
	expect(await store.appendOnce('acme', 'b1', { ...record, guardrail: 'monthly', stage: 'usage', run: null }, keep)).toBe(false);
	await store.close();
	const audit = openAuditStore(file, openTestAuditKeys);
	await audit.sequence('acme');
	const leaves = (await audit.search('acme', { limit: 9 })).entries.map(({ leaf }) => JSON.parse(leaf) as object).toReversed();
	await audit.close();
	const version = { agent: 'clerk', version: '1.0.0', policy: 'p', host: 'agent' };
	expect(leaves).toMatchObject([
		{
			...{ action: 'guardrail.stopped', outcome: 'blocked', object: { kind: 'guardrail', value: 'no-price' }, who: { kind: 'system' } },
			details: { kind: 'violation', value: { number: 3, code: 'PRICE', stage: 'output', run: 'r1', ...version } },
		},
		{ action: 'guardrail.stopped', outcome: 'needs-human', object: { value: 'harm' }, details: { value: { number: 5 } } },
		{ action: 'budget.stopped', outcome: 'blocked', object: { kind: 'budget', value: 'monthly' }, details: { value: { number: 6 } } },
	]);
	expect(JSON.stringify(leaves)).not.toMatch(/hash-|word/);
});

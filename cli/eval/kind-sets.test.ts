import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identifyLanguage } from '../../core/base/text/identify-language';
import { setKinds } from '../../core/evaluation/cases/set-kinds';
import { findKind } from '../../providers/compose/evaluation/find-set';
import { openGate } from '../../test/fakes/permissive-gate';
import { testTerminal } from '../../test/support/test-terminal';
import { runEvalRun } from './run-run';
import { slowTest } from '../../test/support/slow-tests';

const open = async () => ({ gate: openGate(), agentFolders: [], providers: {} });

describe.each(setKinds)('the set of the kind %s', (kind) => {
	slowTest('passes offline with the agent beside it', async () => {
		const terminal = testTerminal();
		const code = await runEvalRun(undefined, { kind, concurrency: 4 }, terminal, open);
		expect([code, terminal.printed.join('\n')]).toEqual([0, expect.stringMatching(/^Cases: \d+ passed, \d+ total$/m)]);
	});

	it('has at least twelve cases, in English and in Portuguese', async () => {
		const { set } = await findKind(kind);
		expect(set.cases.length).toBeGreaterThanOrEqual(12);
		const languages = set.cases.map(({ input }) => identifyLanguage(input.message));
		for (const language of ['en', 'pt']) expect(languages.filter((one) => one === language).length).toBeGreaterThan(2);
	});
});

/** A set that every agent passes says nothing. */
test('an agent without guardrails does not pass the set of guardrails, and one without tools not that of tools', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-kinds-'));
	const off = ['hidden-characters', 'secrets', 'injection', 'prompt-leak', 'unknown-link', 'files'];
	const plain = { id: 'plain', version: '1.0.0', name: 'P', purpose: 'P.', prompt: 'P.', model: { route: [], extractive: false } };
	const agent = join(folder, 'plain.json');
	writeFileSync(
		agent,
		JSON.stringify({ ...plain, guardrails: { personalData: { types: [], action: 'token' }, standard: { without: off } }, limits: {} }),
	);
	for (const [kind, least] of [
		['guardrails', 8],
		['tools', 1],
		['retrieval', 10],
		['safety', 6],
	] as const) {
		const terminal = testTerminal();
		const code = await runEvalRun(undefined, { kind, agent, concurrency: 4 }, terminal, open);
		const failed = Number(/(\d+) failed/.exec(terminal.printed.join('\n'))?.[1] ?? 0);
		expect([kind, code, failed >= least]).toEqual([kind, 1, true]);
	}
	rmSync(folder, { recursive: true });
});

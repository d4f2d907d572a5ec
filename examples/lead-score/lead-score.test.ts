import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTroupe } from '../../cli/program';
import { testTerminal } from '../../test/support/test-terminal';
import { parseFacts } from '../../core/guardrails/conditions/parse-facts';
import { lintDeployment } from '../../engine-adapter/lint-before-deploy';

const model = join(__dirname, 'lead-score.dmn');

test('leads are scored; one of whom too little is known is never cold', async () => {
	const terminal = testTerminal();
	expect(await runTroupe(['dmn', 'evaluate', model, join(__dirname, 'leads.jsonl')], terminal)).toBe(0);
	const lines = terminal.printed.join('\n').split('\n');
	const leads = lines.map((line) => JSON.parse(line) as { id: string; result: { score: number; temperature: string | null } });
	expect(leads.map(({ id, result: { score, temperature } }) => [id, score, temperature])).toEqual([
		['hot', 100, 'hot'],
		['warm', 40, 'warm'],
		['cold', 5, 'cold'],
		['little known', 20, null],
		['nothing known', 0, null],
	]);
	for (const { result } of leads) await parseFacts({ temperature: result.temperature }, 'the facts');
});

test('the linter has no error', async () => {
	const findings = await lintDeployment([{ name: 'lead-score.dmn', content: readFileSync(model, 'utf8') }], { target: '8.6' });
	expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

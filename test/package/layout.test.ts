import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

const forbidden = [
	['core/ports/tenants.ts', "import '../../providers/compose/agents/agent';"],
	['core/ports/tenants.ts', "export const load = () => import('openai');"],
	['core/ports/tenants.ts', "export * from '../../engine-adapter/engine/process-engine';"],
	['core/ports/tenants.ts', "export const load = () => require('../../engine-adapter/engine/process-engine');"],
	['core/ports/tenants.ts', "export type A = import('../../engine-adapter/engine/process-engine').Engine;"],
	['core/ports/tenants.ts', "import '../tokens/estimate-tokens';"],
	['core/words/terms.ts', "import '../ports/tenants';"],
	['core/agents/run-agent.ts', "import '../../providers/database/sqlite/open-sqlite';"],
	['providers/database/sqlite/open-sqlite.ts', "import '../../core/agents/run-agent';"],
	['bpmn/reading/read-process.ts', "import '../../core/ports/tenants';"],
	['manifests/package/verify-package.ts', "import '../../core/agents/run-agent';"],
	['manifests/package/verify-package.ts', "import '../../providers/compose/agents/agent';"],
	['providers/models/shared/provider-settings.ts', "import '../../../core/agents/run-agent';"],
	[
		'providers/models/shared/provider-settings.ts',
		"import type { AgentOutcome } from '../../../core/agents/agent-outcome'; export type A = AgentOutcome;",
	],
	['providers/models/shared/provider-settings.ts', "import '../../compose/agents/agent';"],
	['providers/models/shared/provider-settings.ts', "import '../../../manifests/package/verify-package';"],
	['manifests/gate/hooks/n8n-hooks.ts', "import type { IWorkflowBase } from 'n8n-workflow'; export type A = IWorkflowBase;"],
	['providers/models/shared/provider-settings.ts', "import '@anthropic-ai/sdk';"],
	['engine-adapter/engine/process-engine.ts', "import '@camunda8/sdk';"],
	['cli/troupe.ts', "import 'n8n-workflow';"],
	['cli/troupe.ts', "import '@n8n/ai-node-sdk/dist/esm';"],
	['core/base/errors.ts', "import '../ports/tenants';"],
	['manifests/registry/registry.ts', "import '../../service/build-service';"],
	['service/http/limits.ts', "import '../build-service';"],
];

const allowed = [
	['core/agents/run-agent.ts', "import '../ports/tenants';"],
	['providers/models/shared/provider-settings.ts', "import '../../../core/base/errors';"],
	[
		'providers/models/shared/provider-settings.ts',
		"import '../../../core/tokens/estimate-tokens'; import '../../database/sqlite/open-sqlite';",
	],
	['providers/compose/agents/agent.ts', "import '../../../core/agents/run-agent';"],
	['manifests/package/verify-package.ts', "import '../../core/base/home';"],
	['nodes/shared/host.ts', "import type { IWorkflowBase } from 'n8n-workflow'; export type A = IWorkflowBase;"],
	['cli/troupe.ts', "import '../engine-adapter/engine/process-engine';"],
	['engine-adapter/engine/process-engine.ts', "import '../manifests/package/verify-package';"],
	['manifests/registry/registry.ts', "import '../../service/http/limits';"],
];

describe('the import rules', () => {
	const report = check([...forbidden, ...allowed]);

	it.each(forbidden)('refuse in %s: %s', (file, text) => {
		expect(report(file, text)).toEqual([expect.stringMatching(new RegExp(`docs/architecture does not let ${file} import`))]);
	});

	it('are the table of docs/architecture', () => {
		expect(tableOfRooms()).toEqual(roomsOfTheRules());
	});

	it.each(allowed)('allow in %s: %s', (file, text) => {
		expect(report(file, text)).toEqual([]);
	});
});

describe('the check for circles', () => {
	it('finds files that import each other, also over others', () => {
		const imports = { a: ['b', 'outside'], b: ['c'], c: ['d'], d: ['b', 'e'], e: [], f: ['g'], g: ['f', 'd'], h: ['a', 'f', 'h'] };
		expect(evaluateCircles(`findCircles(new Map(Object.entries(${JSON.stringify(imports)})))`)).toEqual([
			['b', 'c', 'd'],
			['f', 'g'],
		]);
	});

	it('refuses one that is not listed, and a list that is longer than it has to be', () => {
		const listed = [{ files: ['a', 'b'] }, { files: ['c', 'd'] }];
		expect(evaluateCircles(`judgeCircles([['a', 'b'], ['d', 'e', 'f']], ${JSON.stringify(listed)})`)).toEqual([
			expect.stringMatching(/^d, e, f import each other/),
			expect.stringMatching(/^c, d no longer import each other/),
		]);
	});
});

describe('the budget', () => {
	const ceilings = { commands: 200, 'code.core': 1_000, 'code.cli': 500 };
	const compare = (values: object) =>
		evaluateBudget(`compare(${JSON.stringify({ ceilings })}, new Map(Object.entries(${JSON.stringify({ ...ceilings, ...values })})))`);
	const findRaised = (raises: object[], now: object, allowances = {}) =>
		evaluateBudget(
			`findRaised(${JSON.stringify({ ceilings: { ...ceilings, ...now }, raises, allowances })}, [${JSON.stringify({ ceilings, raises: [] })}])`,
		);

	it('refuses a value above its ceiling, one more than 1 % below it, and one without', () => {
		expect(compare({ commands: 201 })).toEqual({ above: ['commands'], below: [], missing: [] });
		expect(compare({ commands: 197 })).toEqual({ above: [], below: ['commands'], missing: [] });
		expect(compare({ commands: 198 })).toEqual({ above: [], below: [], missing: [] });
		expect(compare({ options: 1 })).toEqual({ above: [], below: [], missing: ['options'] });
	});

	it('lets code move to another room, also to a new one, while the sum does not rise', () => {
		expect(compare({ 'code.core': 995, 'code.cli': 505 })).toMatchObject({ above: [], missing: [] });
		expect(compare({ 'code.core': 900, 'code.bpmn': 100 })).toMatchObject({ above: [], missing: [] });
		expect(compare({ 'code.core': 995, 'code.cli': 506 })).toMatchObject({ above: ['code.cli'] });
		expect(compare({ 'code.core': 900, 'code.bpmn': 101 })).toMatchObject({ above: ['code.bpmn'] });
	});

	it('lowers ceilings, and raises none', () => {
		const values = { commands: 150, 'code.core': 1_100, 'code.cli': 500 };
		const lowered = evaluateBudget(`lower(${JSON.stringify({ ceilings })}, new Map(Object.entries(${JSON.stringify(values)})))`);
		expect(lowered).toEqual({ ceilings: { commands: 150, 'code.core': 1_000, 'code.cli': 500 } });
	});

	it('refuses a higher ceiling without an entry, an entry without a reason, more than ten, and more than an issue allows', () => {
		const raise = { value: 'commands', by: 5, reason: 'A gateway.' };
		expect(findRaised([], { commands: 205 })).toEqual([expect.stringMatching(/^The ceiling of commands was raised by 5 without/)]);
		expect(findRaised([raise], { commands: 206 })).toEqual([expect.stringMatching(/raised by 1 without/)]);
		expect(findRaised([raise], { commands: 205 })).toEqual([]);
		expect(findRaised([], { 'code.core': 900, 'code.cli': 601 })).toEqual([expect.stringMatching(/^The ceiling of code was raised by 1 /)]);
		expect(findRaised([{ ...raise, reason: ' ' }], { commands: 205 })).toEqual(['The raise of commands has no reason.']);
		expect(findRaised(Array<object>(10).fill(raise), {})).toEqual([]);
		expect(findRaised(Array<object>(11).fill(raise), {})).toEqual([
			expect.stringMatching(/^11 raises stand in budget.json, and at most 10/),
		]);
		const issued = { ...raise, issue: 'True' };
		expect(findRaised([issued], { commands: 205 }, { True: { commands: 5 } })).toEqual([]);
		expect(findRaised([issued, issued], { commands: 210 }, { True: { commands: 5 } })).toContainEqual(
			expect.stringContaining('an allowance of 5'),
		);
	});
});

const evaluateBudget = (call: string): unknown =>
	evaluate(`const { compare, findRaised, lower } = await import('./scripts/lint/budget.mjs'); const results = ${call};`);

const evaluateCircles = (call: string): unknown =>
	evaluate(`const { findCircles, judgeCircles } = await import('./scripts/lint/imports.mjs'); const results = ${call};`);

/** The rules are a module that jest cannot load: they run in a process of their own, once for all cases. */
function check(cases: string[][]): (file?: string, text?: string) => string[] {
	const results = evaluate<string[][]>(`
		const { findRefusedImports } = await import('./scripts/lint/imports.mjs');
		const results = ${JSON.stringify(cases)}.map(([file, text]) => findRefusedImports(file, text).map(({ message }) => message));`);
	return (file, text) => results[cases.findIndex((entry) => entry[0] === file && entry[1] === text)] ?? [];
}

/** The rows of "The folders": a room, and the rooms that it may import. */
function tableOfRooms(): Record<string, string[]> {
	const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
	const rows = page.split('\n').filter((line) => /^\| `[a-z/-]+\/`(, `[a-z/-]+\/`)* \|/.test(line));
	return Object.fromEntries(
		rows.flatMap((row) => {
			const [, names = '', , imports = ''] = row.split('|');
			return roomNames(names).map((name) => [name, roomNames(imports).sort()] as const);
		}),
	);
}

function roomNames(cell: string): string[] {
	return [...cell.matchAll(/`([a-z/-]+?)\/?`/g)].map(([, name = '']) => name);
}

function roomsOfTheRules(): Record<string, string[]> {
	const rooms = evaluate<Record<string, string[]>>("const { rooms: results } = await import('./scripts/lint/layout.mjs');");
	return Object.fromEntries(Object.entries(rooms).map(([name, imports]) => [name, [...imports].sort()]));
}

/** Runs a script that defines `results`, and returns them. */
function evaluate<Results>(script: string): Results {
	const args = ['--input-type=module', '-e', `${script}\nconsole.log(JSON.stringify(results));`];
	return JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', timeout: 100_000 })) as Results;
}

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const forbidden = [
	['core/ports/index.ts', "import '../../providers/compose/agents/agent';"],
	['core/ports/index.ts', "export const load = () => import('openai');"],
	['core/ports/index.ts', "export * from '../../engine-adapter/engine';"],
	['core/ports/index.ts', "import '../tokens/estimate-tokens';"],
	['core/words/terms.ts', "import '../ports';"],
	['core/agents/run-agent.ts', "import '../../database/sqlite/open-sqlite';"],
	['database/sqlite/open-sqlite.ts', "import '../../core/agents/run-agent';"],
	['bpmn/reading/read-process.ts', "import '../../core/ports';"],
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
	['engine-adapter/engine.ts', "import '@camunda8/sdk';"],
	['cli/troupe.ts', "import 'n8n-workflow';"],
	['core/base/errors.ts', "import '../ports';"],
	['manifests/registry/registry.ts', "import '../../service/build-service';"],
	['service/http/limits.ts', "import '../build-service';"],
];

const allowed = [
	['core/agents/run-agent.ts', "import '../ports';"],
	['providers/models/shared/provider-settings.ts', "import '../../../core/base/errors';"],
	[
		'providers/models/shared/provider-settings.ts',
		"import '../../../core/tokens/estimate-tokens'; import '../../../database/sqlite/open-sqlite';",
	],
	['providers/compose/agents/agent.ts', "import '../../../core/agents/run-agent';"],
	['manifests/package/verify-package.ts', "import '../../core/base/home';"],
	['nodes/shared/host.ts', "import type { IWorkflowBase } from 'n8n-workflow'; export type A = IWorkflowBase;"],
	['cli/troupe.ts', "import '../engine-adapter/engine';"],
	['engine-adapter/engine.ts', "import '../manifests/package/verify-package';"],
	['manifests/registry/registry.ts', "import '../../service/http/limits';"],
];

describe('the linter', () => {
	const report = lint([...forbidden, ...allowed]);

	it.each(forbidden)('refuses in %s: %s', (file, text) => {
		expect(report(file, text)).toEqual([expect.stringMatching(new RegExp(`docs/architecture does not let ${file} import`))]);
	});

	it('enforces the table of docs/architecture', () => {
		expect(tableOfRooms()).toEqual(roomsOfTheLinter());
	});

	it.each(allowed)('allows in %s: %s', (file, text) => {
		expect(report(file, text)).toEqual([]);
	});
});

/**
 * ESLint loads its configuration in a way that jest does not offer: it runs in a process of its own, once for all cases. Rules that need
 * types are off: no rule of the layout does, and for each case the compiler would read the whole project again.
 */
function lint(cases: string[][]): (file?: string, text?: string) => string[] {
	const script = `
		const { ESLint } = await import('eslint');
		const { default: { configs } } = await import('typescript-eslint');
		const eslint = new ESLint({ overrideConfig: configs.disableTypeChecked });
		const results = [];
		for (const [filePath, text] of ${JSON.stringify(cases)}) {
			const [{ messages }] = await eslint.lintText(text, { filePath });
			results.push(messages.filter(({ ruleId, fatal }) => fatal || ruleId === 'boundaries/dependencies').map(({ message }) => message));
		}
		console.log(JSON.stringify(results));`;
	const results = JSON.parse(
		execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', timeout: 100_000 }),
	) as string[][];
	return (file, text) => results[cases.findIndex((entry) => entry[0] === file && entry[1] === text)] ?? [];
}

/** The rows of "The folders": a room, and the rooms that it may import. */
function tableOfRooms(): Record<string, string[]> {
	const page = readFileSync(join(__dirname, '../../docs/architecture.md'), 'utf8');
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

function roomsOfTheLinter(): Record<string, string[]> {
	const script = "console.log(JSON.stringify((await import('./scripts/eslint/layout.mjs')).rooms))";
	const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', timeout: 100_000 });
	const rooms = JSON.parse(printed) as Record<string, string[]>;
	return Object.fromEntries(Object.entries(rooms).map(([name, imports]) => [name, [...imports].sort()]));
}

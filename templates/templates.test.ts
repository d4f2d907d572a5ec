import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAgentDefinition } from '../core/agents/definition/parse-agent-definition';
import { runProcessTests } from '../cli/process/test-run';
import { testTerminal } from '../cli/terminal/test-terminal';
import { lintDeployment } from '../engine-adapter/lint-first';
import { openGate } from '../sandbox/fakes/open-gate';
import { describeSlow } from '../test/support/slow-tests';
import { playOnEmbeddedEngine } from '../test/support/templates/play-on-embedded-engine';
import { type InstalledTemplate, installTemplate, templateIds } from '../test/support/templates/installed-template';
import { describeNotes, type NotedNode } from '../test/support/workflow-notes';

const openNothing = async () => ({ gate: openGate(), agentFolders: [], providers: {} });

describe.each(templateIds)('the template %s', (id) => {
	let installed: InstalledTemplate;
	beforeAll(async () => (installed = await installTemplate(id)));
	afterAll(() => installed.remove());
	const filesOf = (kind: string) => installed.template.files.filter((file) => file.kind === kind).map(({ path }) => path);

	it('has an agent, a process, a workflow, cases and a recording', () => {
		for (const kind of ['agent', 'process', 'workflow', 'case', 'recording']) expect([kind, filesOf(kind)]).not.toEqual([kind, []]);
		expect(installed.template.id).toBe(id);
	});

	it('has agents that are valid under their names', async () => {
		for (const path of filesOf('agent')) {
			const agent = await parseAgentDefinition(JSON.parse(installed.read(path)), path);
			expect(path).toBe(`agents/${agent.id}/agent.json`);
		}
	});

	it('uses each of its parameters', () => {
		const unused = installed.template.parameters.filter(
			({ name }) => !installed.template.files.some(({ content }) => content.includes(`@{${name}}`)),
		);
		expect(unused).toEqual([]);
		for (const { path } of installed.template.files) expect([path, installed.read(path).match(/@\{\w+\}/g)]).toEqual([path, null]);
	});

	describeSlow('its process', () => {
		it('has no mistake that a linter knows', async () => {
			const resources = [...filesOf('process'), ...filesOf('form')].map((name) => ({ name, content: installed.read(name) }));
			expect(await lintDeployment(resources, { target: '8.6' })).toEqual([]);
		});

		it('passes its cases, which reach nearly all of it', async () => {
			const terminal = testTerminal();
			const code = await runProcessTests([installed.folder], { minCoverage: 80 }, terminal, openNothing);
			expect([code, terminal.printed.join('\n')]).toEqual([0, expect.stringMatching(/^Cases: \d+ passed, \d+ total$/m)]);
		});

		// Those with nodes of n8n run in test/nodes.
		it('gives on the embedded engine what was recorded', async () => {
			if (installed.usesNodes) return;
			await playOnEmbeddedEngine(installed);
		});
	});
});

for (const id of templateIds)
	for (const path of globSync('*workflow.json', { cwd: join(__dirname, id) })) {
		const { nodes } = JSON.parse(readFileSync(join(__dirname, id, path), 'utf8')) as { nodes: NotedNode[] };
		describeNotes(`the workflow ${id}/${path}`, nodes);
	}

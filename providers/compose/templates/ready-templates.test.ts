import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { parseAgentDefinition } from '../../../core/agents/definition/parse-agent-definition';
import { runProcessTests } from '../../../cli/process/test-run';
import { testTerminal } from '../../../test/support/test-terminal';
import { lintDeployment } from '../../../engine-adapter/lint-before-deploy';
import { openGate } from '../../../test/fakes/permissive-gate';
import { describeSlow } from '../../../test/support/slow-tests';
import {
	type InstalledTemplate,
	installTemplate,
	processTemplateIds,
	templateIds,
} from '../../../test/support/templates/installed-template';
import { describeNotes, type NotedNode } from '../../../test/support/workflow-notes';

const filesOfKind = ({ template }: InstalledTemplate, kind: string): string[] =>
	template.files.filter((file) => file.kind === kind).map(({ path }) => path);
const openNothing = async () => ({ gate: openGate(), agentFolders: [], providers: {} });

describe.each(templateIds)('the template %s', (id) => {
	let installed: InstalledTemplate;
	beforeAll(async () => (installed = await installTemplate(id)));
	afterAll(() => installed.remove());
	const filesOf = (kind: string) => filesOfKind(installed, kind);

	it('has an agent, and unless it is that agent alone, a process, a workflow, cases and a recording', () => {
		const isAgentAlone = installed.template.category === 'agent';
		for (const kind of isAgentAlone ? ['agent'] : ['agent', 'process', 'workflow', 'case', 'recording'])
			expect([kind, filesOf(kind)]).not.toEqual([kind, []]);
		expect(installed.template.id).toBe(id);
	});

	it('has agents that are valid under their names', async () => {
		for (const path of filesOf('agent')) {
			const agent = await parseAgentDefinition(JSON.parse(installed.read(path)), path);
			expect(path).toBe(`agents/${agent.id}/agent.json`);
		}
	});

	it('has prompts that name each field of the answer and each tool, in at most 200 tokens', async () => {
		for (const path of filesOf('agent')) {
			const { prompt, output, tools } = await parseAgentDefinition(JSON.parse(installed.read(path)), path);
			const fields = Object.keys(output?.schema.properties ?? {});
			const named = [...fields, ...(tools?.define ?? []).flatMap((tool) => ('name' in tool && tool.name !== undefined ? [tool.name] : []))];
			expect(named.filter((name) => !new RegExp(`\\b${name}\\b`).test(prompt))).toEqual([]);
			expect([path, encode(prompt).length > 200]).toEqual([path, false]);
		}
	});

	it('uses each of its parameters', () => {
		const unused = installed.template.parameters.filter(
			({ name }) => !installed.template.files.some(({ content }) => content.includes(`@{${name}}`)),
		);
		expect(unused).toEqual([]);
		for (const { path } of installed.template.files) expect([path, installed.read(path).match(/@\{\w+\}/g)]).toEqual([path, null]);
	});
});

/** What was recorded of them is played in test/nodes, test/zeebe and test/e2e. */
describeSlow.each(processTemplateIds)('the process of the template %s', (id) => {
	let installed: InstalledTemplate;
	beforeAll(async () => (installed = await installTemplate(id)));
	afterAll(() => installed.remove());
	const filesOf = (kind: string) => filesOfKind(installed, kind);
	it('has no mistake that a linter knows', async () => {
		const resources = [...filesOf('process'), ...filesOf('form')].map((name) => ({ name, content: installed.read(name) }));
		expect(await lintDeployment(resources, { target: '8.6' })).toEqual([]);
	});

	it('passes its cases, which reach nearly all of it', async () => {
		const terminal = testTerminal();
		const code = await runProcessTests([installed.folder], { minCoverage: 80 }, terminal, openNothing);
		expect([code, terminal.printed.join('\n')]).toEqual([0, expect.stringMatching(/^Cases: \d+ passed, \d+ total$/m)]);
	});
});

for (const id of templateIds)
	for (const path of globSync('*workflow.json', { cwd: join(__dirname, 'ready', id) })) {
		const { nodes } = JSON.parse(readFileSync(join(__dirname, 'ready', id, path), 'utf8')) as { nodes: NotedNode[] };
		describeNotes(`the workflow ${id}/${path}`, nodes);
	}

import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runProcessTests } from '../../cli/process/test-run';
import { testTerminal } from '../../test/support/test-terminal';
import { lintDeployment } from '../../engine-adapter/lint-before-deploy';
import { openGate } from '../../test/fakes/permissive-gate';
import { readResources } from '../../test/support/services/open-service-stage';
import { serviceExamples } from '../../test/support/services/service-examples';
import { describeSlow } from '../../test/support/slow-tests';

const openNothing = async () => ({ gate: openGate(), agentFolders: [], providers: {} });
const read = (path: string) => readFileSync(join(__dirname, path), 'utf8');

/** What the examples show of each service: resource and operation, by the node's names. */
const actions: Record<string, string[]> = {
	slack: ['channel getAll', 'channel history', 'message post', 'reaction add'],
	gmail: ['message getAll', 'draft create', 'message send'],
	jira: ['issue getAll', 'issue create', 'issue update', 'issueComment add'],
	github: ['issue create', 'issue createComment', 'repository getPullRequests', 'review create'],
	notion: ['databasePage create', 'databasePage update', 'databasePage getAll', 'block append'],
	salesforce: ['contact upsert', 'lead upsert', 'search query'],
	hubspot: ['contact upsert', 'deal create', 'engagement create'],
	'google-sheets': ['sheet read', 'sheet appendOrUpdate', 'sheet append', 'sheet create'],
};

test('each folder is an example that is played, and each has pages in both languages', () => {
	const found = globSync('*/*.bpmn', { cwd: __dirname }).map((path) => path.replaceAll('\\', '/').replace(/\.bpmn$/, ''));
	expect(serviceExamples.map(({ id }) => id).sort()).toEqual(found.sort());
	for (const { id, credential } of serviceExamples)
		for (const page of ['README.md', 'README.pt.md'])
			expect(read(`${dirname(id)}/${page}`)).toMatch(new RegExp(`troupe credentials (add|login) ${credential.name}\\b`));
});

test.each(serviceExamples)('$id uses each action of its service, with the credential of its page', ({ id, credential }) => {
	const tasks = read(`${id}.bpmn`).split('<bpmn:serviceTask').slice(1);
	const inputOf = (task: string, target: string) => new RegExp(`source="([^"]*)" target="${target}"`).exec(task)?.[1];
	const used = tasks.map((task) => `${inputOf(task, 'parameters.resource')} ${inputOf(task, 'parameters.operation')}`);
	expect([...new Set(used)].sort()).toEqual([...actions[dirname(id)]!].sort());
	for (const task of tasks) expect(inputOf(task, `credentials.${credential.type}`)).toBe(credential.name);
});

describeSlow.each(serviceExamples)('the process $id', (example) => {
	it('has no mistake that a linter knows', async () => {
		expect(await lintDeployment(readResources(example), { target: '8.6' })).toEqual([]);
	});

	it('passes its cases, which reach all of it', async () => {
		const terminal = testTerminal();
		const code = await runProcessTests([join(__dirname, dirname(example.id))], { minCoverage: 100 }, terminal, openNothing);
		expect([code, terminal.printed.join('\n')]).toEqual([0, expect.stringMatching(/^Cases: \d+ passed, \d+ total$/m)]);
	});
});

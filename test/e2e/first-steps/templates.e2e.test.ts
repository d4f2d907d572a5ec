import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type InstalledTemplate, installTemplate, processTemplateIds, recordedReplies } from '../../support/templates/installed-template';
import { waitUntil } from '../../support/wait-until';
import { describeInBrowser, openStage, type Stage } from './stage';

const model = 'OpenAI Chat Model';

/** What people do with the workflow of a template, as docs/agents/templates.md and the notes on its canvas say. */
describeInBrowser('a person imports the workflow of a template', () => {
	let stage: Stage;
	const installed = new Map<string, InstalledTemplate>();
	beforeAll(async () => {
		stage = await openStage();
		for (const id of processTemplateIds) installed.set(id, await installTemplate(id));
		for (const { folder } of installed.values())
			cpSync(join(folder, 'agents'), join(stage.world.userFolder, '.n8n/troupe/agents'), { recursive: true });
	}, 300_000);
	afterAll(async () => {
		for (const { remove } of installed.values()) remove();
		await stage?.close();
	});

	it.each([
		['chatbot-team', []],
		['content-pipeline', []],
		['data-analysis', []],
		['lead-enrichment', ['Write It to HubSpot']],
		['meeting-notes', ['Post It to Slack']],
		['pull-request-review', ['Post the Review', 'Read the Changes']],
		['standup-digest', ['Post the Digest', 'Read the Standup']],
		['ticket-classifier', ['Say Why', 'Set the Labels']],
	])('%s: the nodes that its note names for a credential complain, and no others', async (id, services) => {
		const { canvas } = stage.user;
		const template = installed.get(id)!;
		await canvas.startAnew();
		await canvas.importFile(join(template.folder, 'workflow.json'));
		const expected = [model, ...services];
		const complaining = () => canvas.listComplaining();
		await waitUntil('the red triangles', async () => isDeepStrictEqual(await complaining(), expected), { seen: complaining });
		const { nodes } = JSON.parse(template.read('workflow.json')) as { nodes: Array<{ name: string; parameters: { content?: string } }> };
		const note = nodes.find(({ name }) => name === 'About This Workflow')!.parameters.content!;
		expect(expected.filter((name) => !note.includes(`**${name}**`))).toEqual([]);
	});

	it('chatbot-team: a person chooses a credential once, and reads the answer of the team in the chat', async () => {
		const { canvas, panel, chat } = stage.user;
		const { folder, recordings } = installed.get('chatbot-team')!;
		await canvas.startAnew();
		await canvas.importFile(join(folder, 'workflow.json'));
		await canvas.open(model);
		await panel.credential.create('OpenAI', stage.openAiAccount);
		await panel.close();
		expect(await canvas.listComplaining()).toEqual([]);
		await chat.open();
		const recording = recordings[0]!;
		stage.openAi.script(recordedReplies(recording));
		expect(await chat.ask(String(recording.input.message))).toBe(recording.expect.reply);
	});
});

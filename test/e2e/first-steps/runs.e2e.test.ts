import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultDefinition } from '../../../nodes/TroupeAgent/request/default-definition';
import { foundAndServe, type FoundedRegistry } from '../founded-registry';
import { describeInBrowser, engineAccount, openStage, type Stage } from './stage';

const chatTrigger = 'When chat message received';
const manualTrigger = 'When clicking ‘Execute workflow’';

/** The nodes that builds.e2e.test.ts has no story for: added, filled in, run, and read. */
describeInBrowser('a person runs', () => {
	let stage: Stage;
	/** Served by the same `troupe serve` as the engine. */
	let registry: FoundedRegistry;
	beforeAll(async () => {
		stage = await openStage();
		registry = await foundAndServe(stage.world);
	}, 300_000);
	afterAll(() => stage?.close());

	it('Troupe Guardrails in a chat, and reads the message without its personal data', async () => {
		const { canvas, panel, chat } = stage.user;
		await beginWithChat();
		await canvas.addAfter(chatTrigger, { search: 'pii', name: 'Troupe Guardrails', action: 'Mask personal data' });
		await panel.close();
		await chat.open();
		expect(await chat.ask('My CPF is 529.982.247-25')).toMatch(/^My CPF is \S*CPF/);
	});

	it('Troupe Model with a model from its list, and reads the answer', async () => {
		const { canvas, panel, chat } = stage.user;
		await beginWithChat();
		await canvas.addAfter(chatTrigger, { search: 'llm', name: 'Troupe Model', action: 'Ask a model' });
		await panel.credential.createOnce('OpenAI', stage.openAiAccount);
		await panel.pick('Model', 'gpt-5-mini');
		await panel.express('Prompt', '{{ $json.chatInput }}');
		await panel.close();
		await chat.open();
		expect(await chat.ask('Good morning')).toBe('You said: Good morning');
	});

	it('Troupe Memory, which remembers a fact and recalls it', async () => {
		const { canvas, panel } = stage.user;
		await canvas.startAnew();
		await canvas.beginByHand();
		const memory = { search: 'facts', name: 'Troupe Memory' };
		await canvas.addAfter(manualTrigger, { ...memory, action: 'Remember facts or messages' });
		await panel.type('Person', 'ana');
		await panel.addRow('Text', 'Ana drinks her coffee black.');
		await panel.execute();
		await panel.output('remembered');
		await panel.close();
		await canvas.addAfter('Troupe Memory', { ...memory, action: 'Recall memories' });
		await panel.type('Person', 'ana');
		await panel.type('Question', 'How does Ana drink coffee?');
		await panel.execute();
		expect(await panel.output('black')).toContain('Ana drinks her coffee black.');
	});

	it("Troupe Chat Memory below n8n's agent, which knows the turn before", async () => {
		const { canvas, panel, chat } = stage.user;
		await beginWithChat();
		await canvas.addAfter(chatTrigger, { search: 'ai agent', name: 'AI Agent' });
		await panel.close();
		await canvas.addInto('AI Agent', 'Chat Model', { search: 'openai', name: 'OpenAI Chat Model' });
		await panel.credential.createOnce('OpenAI', stage.openAiAccount);
		await stage.standIn(() => panel.toggle('Use Responses API'));
		await panel.close();
		await canvas.addInto('AI Agent', 'Memory', { search: 'troupe chat memory', name: 'Troupe Chat Memory' });
		await panel.close();
		await chat.open();
		await chat.ask('My order is 4711');
		await chat.ask('Which order did I mean?');
		expect(JSON.stringify(stage.openAi.calls.at(-1)!.body)).toMatch(/My order is 4711[^]*Which order/);
	});

	it('Troupe Process Trigger, which takes a job of a process', async () => {
		const { canvas, panel } = stage.user;
		const baseUrl = registry.url;
		await canvas.startAnew();
		await canvas.begin({ search: 'camunda', name: 'Troupe Process', action: 'On new Troupe Process event' });
		await panel.credential.create('Connect to', engineAccount(baseUrl));
		await panel.type('Job Type', 'check-stock');
		await panel.listen();
		const process = stage.world.troupe(
			...['process', 'run', 'examples/stock/stock.bpmn', '--engine', 'zeebe', '--address', baseUrl],
			...['--variables', '{ "product": "coffee machine", "count": 2 }'],
		);
		process.catch(() => undefined);
		expect(await panel.output('coffee machine')).toContain('coffee machine');
		await panel.close();
	});

	describe('Troupe Registry', () => {
		const versions = ['1.0.0', '1.0.1', '1.0.2'];
		beforeAll(async () => {
			const file = join(stage.world.home, 'helper.json');
			for (const version of versions) {
				await writeFile(file, JSON.stringify({ ...defaultDefinition, id: 'helper', version }));
				await registry.publish(file, `helper@${version}`);
			}
		});

		it('lists what is published', async () => {
			const { canvas, panel } = stage.user;
			await canvas.startAnew();
			await canvas.beginByHand();
			await canvas.addAfter(manualTrigger, { search: 'governance', name: 'Troupe Registry', action: 'Get many agents' });
			await panel.credential.create('Connect to', account());
			await panel.execute();
			expect(await panel.output('helper')).toContain('1.0.0');
			await panel.close();
		});

		it('starts a workflow when something is revoked', async () => {
			const { canvas, panel } = stage.user;
			await canvas.startAnew();
			await canvas.begin({ search: 'governance', name: 'Troupe Registry', action: 'On revoked' });
			await panel.credential.createOnce('Connect to', account());
			await panel.listen();
			// n8n does not say when the trigger has begun to listen, so what is missed is done again.
			const revoking = revokeOneByOne();
			expect(await panel.output('manifest.revoked')).toContain('helper');
			await revoking;
			await panel.close();
		});

		async function revokeOneByOne(): Promise<void> {
			for (const version of versions) {
				await sleep(4_000);
				await registry.revoke(`helper@${version}`, 'it leaks');
			}
		}

		const account = () => ({
			typed: { 'Access Token': registry.readToken('people/ada@example.com') },
			standIn: { 'Base URL': registry.url },
		});
	});

	async function beginWithChat(): Promise<void> {
		const { canvas, panel } = stage.user;
		await canvas.startAnew();
		await canvas.begin('On chat message');
		await panel.close();
	}
});

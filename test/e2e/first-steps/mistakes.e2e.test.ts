import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeInBrowser, openStage, type Stage } from './stage';
import type { Choice } from './user/canvas';

const trigger = 'When clicking ‘Execute workflow’';
const agent: Choice = { search: 'troupe agent', name: 'Troupe Agent' };

/** Each message names the cause and the next step, and is seen where the person looks. */
describeInBrowser('a mistake is named where it is seen, with what to do', () => {
	let stage: Stage;
	beforeAll(async () => void (stage = await openStage()), 300_000);
	afterAll(() => stage?.close());

	it('a model that the agent no longer needs leaves no red triangle (n8n-io/n8n#37638)', async () => {
		const { canvas, panel } = stage.user;
		await canvas.startAnew();
		await canvas.beginByHand();
		await canvas.addAfter(trigger, agent);
		await panel.choose('Model', 'None');
		await panel.close();
		expect(await canvas.isComplaining('Troupe Agent')).toBe(false);
	});

	describe('in the form of an agent', () => {
		beforeAll(async () => {
			const { canvas, panel } = stage.user;
			await stage.forgetCredentials();
			await canvas.startAnew();
			await canvas.beginByHand();
			await canvas.addAfter(trigger, agent);
			await panel.choose('Model', 'OpenAI');
		});

		it('a missing credential: a red triangle before the run, and the name of what is missing', async () => {
			const { canvas, panel } = stage.user;
			await panel.type('Message', 'Hello');
			await panel.close();
			expect(await canvas.isComplaining('Troupe Agent')).toBe(true);
			await canvas.open('Troupe Agent');
			await panel.execute();
			expect(await panel.error()).toMatch(/needs n8n's OpenAI Credential[^]*Select or create the credential/);
		});

		it('a wrong key: refused in the dialog, and above the output with the place to mend it', async () => {
			const { panel } = stage.user;
			await panel.credential.open('OpenAI');
			await panel.credential.fill({ ...stage.openAiAccount, typed: { 'API Key': 'sk-wrong' } });
			await panel.credential.save();
			expect(await panel.credential.refusal()).toMatch(/key|authori[sz]|401/i);
			await panel.credential.close();
			await panel.execute();
			const error = await panel.error();
			expect(error).toMatch(/401[^]*Check the API key of OpenAI \(credential/);
			expect(error).not.toContain('sk-wrong');
		});

		it('a wrong address: the address that does not answer', async () => {
			const { panel } = stage.user;
			await panel.credential.edit();
			await panel.credential.fill({ typed: { 'API Key': 'sk-fake', 'Base URL': 'http://127.0.0.1:9/v1' } });
			await panel.credential.save();
			await panel.credential.refusal();
			await panel.credential.close();
			await panel.execute();
			expect(await panel.error()).toMatch(/127\.0\.0\.1:9\/v1 is unreachable[^]*Check that the server is running/);
		});

		it('an empty message: the field, and what the Chat Trigger calls it', async () => {
			const { panel } = stage.user;
			await panel.type('Message', '');
			await panel.execute();
			expect(await panel.error()).toMatch(/field "Message" is empty[^]*Chat Trigger[^]*chatInput/);
		});

		it('an undefined expression: the field that is empty and what to write', async () => {
			const { panel } = stage.user;
			await panel.type('Message', '{{ $json.question }}');
			await panel.execute();
			expect(await panel.error()).toMatch(/\{\{ \$json\.question \}\} returned nothing[^]*set "Message" to the field/);
		});

		it('two megabytes of text: what blocked it, and the limit', async () => {
			const { panel } = stage.user;
			await panel.type('Message', "{{ 'coffee '.repeat(300000) }}");
			await panel.execute();
			expect(await panel.hint()).toMatch(/guardrail length blocked[^]*2,000,000 characters/);
		});

		it('invalid JSON: line or place, and what was expected', async () => {
			const { panel } = stage.user;
			await panel.type('Message', 'Hello');
			await panel.choose('Agent From', 'Define as JSON');
			await panel.type('Agent Definition', '{ "id": "assistant", ');
			await panel.execute();
			expect(await panel.error()).toMatch(/definition[^]*is not JSON[^]*line 1 column 22/i);
			await panel.close();
		});
	});

	it('a missing file: the name that was asked for and those that are there', async () => {
		const { canvas, panel } = stage.user;
		await canvas.startAnew();
		await canvas.beginByHand();
		await canvas.addAfter(trigger, { search: 'rag', name: 'Troupe Knowledge', action: 'Ingest documents' });
		await panel.type('Collection', 'mistakes');
		await panel.type('Binary Fields', 'invoice');
		await panel.execute();
		expect(await panel.error()).toMatch(/no binary field "invoice"[^]*Connect a node that returns files/);
		await panel.close();
	});

	it('a guardrail that has nothing to compare with: what it needs', async () => {
		const { canvas, panel } = stage.user;
		await canvas.startAnew();
		await canvas.beginByHand();
		await canvas.addAfter(trigger, { search: 'pii', name: 'Troupe Guardrails', action: 'Check a reply' });
		await panel.addGuardrail('Support');
		await panel.type('Text', 'The warranty is two years [1].');
		await panel.execute();
		expect(await panel.error()).toMatch(/"Support" compares the reply with the passages[^]*Add the option "Passages Read"/);
		await panel.close();
	});

	it('a package that was changed: the file, and to reinstall it', async () => {
		const { canvas } = stage.user;
		try {
			await appendFile(join(stage.world.installed, 'dist/nodes/TroupeKnowledge/TroupeKnowledge.node.js'), ' ');
			await canvas.run();
			expect(await canvas.notification(/was changed/)).toMatch(/TroupeKnowledge\.node\.js was changed[^]*Reinstall/);
		} finally {
			await stage.world.reinstall();
		}
	});
});

import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../../support/wait-until';
import { createOwner, startN8n } from '../../../scripts/lib/n8n.mjs';
import { bootedN8n, owner } from '../boot';
import { describeInBrowser, openStage, type Stage } from './stage';

const trigger = 'When clicking ‘Execute workflow’';

/** An n8n of its own: the others go on with theirs. */
describeInBrowser('n8n killed in the middle of an answer', () => {
	let stage: Stage;
	let userFolder: string;
	let n8n: Awaited<ReturnType<typeof startN8n>>;

	beforeAll(async () => {
		const { settings } = bootedN8n();
		userFolder = await mkdtemp(join(tmpdir(), 'troupe-killed-'));
		await cp(join(settings.userFolder, '.n8n/nodes'), join(userFolder, '.n8n/nodes'), { recursive: true });
		n8n = await start();
		await createOwner({ url: n8n.url, ...owner });
		stage = await openStage({ url: n8n.url });
	}, 600_000);
	afterAll(async () => {
		await stage?.close();
		await n8n?.stop();
		await rm(userFolder, { recursive: true, force: true, maxRetries: 3 });
	});

	it('is seen at once; after the restart the run is listed as failed, and the same click answers', async () => {
		const { canvas, panel } = stage.user;
		await canvas.startAnew();
		await canvas.beginByHand();
		await canvas.addAfter(trigger, { search: 'troupe agent', name: 'Troupe Agent' });
		await panel.type('Message', 'Are you there?');
		await panel.choose('Model', 'OpenAI');
		await panel.credential.create('OpenAI', stage.openAiAccount);
		await panel.close();

		stage.openAi.script([{ text: 'Too late', delayMs: 60_000 }]);
		const asked = stage.openAi.calls.length;
		await canvas.run();
		await waitUntil('a request to the model', () => stage.openAi.calls.length > asked);
		process.kill(n8n.pid, 'SIGKILL');
		expect(await canvas.lostConnection()).toMatch(/lost|offline/i);

		n8n = await start(n8n.port);
		await canvas.foundConnection();
		expect((await canvas.executions())[0]).toMatch(/Error|Crashed/);
		await canvas.open('Troupe Agent');
		await panel.execute();
		expect(await panel.output('You said: Are you there?')).toContain('Are you there?');
	}, 600_000);

	function start(port?: number) {
		const { settings, installed } = bootedN8n();
		const hooks = [installed.replace(settings.userFolder, userFolder) + '/dist/n8n-hooks.js'];
		const env = { ...settings.env, TROUPE_ALLOW_PRIVATE_NETWORKS: 'true', TROUPE_ALLOW_INLINE_AGENTS: 'true' };
		return startN8n({ ...settings, userFolder, hooks, env, port, readyTimeoutMs: 300_000 });
	}
});

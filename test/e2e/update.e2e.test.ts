import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOwner, installPackage, startN8n } from '../../scripts/lib/n8n.mjs';
import { packVersions, type PackedVersions } from '../support/packed-versions';
import { waitUntil } from '../support/wait-until';
import { bootedN8n, owner } from './boot';
import { N8nApi } from './n8n-api';
import { manualWorkflow, webhookWorkflow } from './workflows';

/** From one packed version to the next inside a running n8n, which has a published workflow: docs/operations/upgrade.md, "One machine". */
describe('an update of the package in a running n8n', () => {
	const [older, newer] = ['0.9.0', '0.9.1'];
	const { host } = bootedN8n().settings;
	let folder: string;
	let packed: PackedVersions;
	let n8n: Awaited<ReturnType<typeof startN8n>>;
	let api: N8nApi;
	let workflow: string;
	let byHand: string;
	let lastGood: string;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'troupe-update-'));
		packed = await packVersions(folder, [older, newer]);
		await install(older);
		await start();
		workflow = await api.publish(webhookWorkflow('mask', [guardrails]), 'mask');
		byHand = await api.createWorkflow(manualWorkflow('by hand', [guardrails]));
	}, 300_000);
	afterAll(async () => {
		await n8n?.stop();
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
	});

	const userFolder = () => join(folder, 'user');
	/** As n8n's own installer writes the files, which it also does for an update. */
	const install = (version: string) => installPackage({ host, userFolder: userFolder(), tarball: packed.tarball(version) });
	async function start(): Promise<void> {
		const hook = join(userFolder(), '.n8n/nodes/node_modules/n8n-nodes-troupe/dist/n8n-hooks.js');
		const env = { TROUPE_HOME: join(folder, 'home'), TROUPE_TRUST: packed.trust };
		n8n = await startN8n({ host, userFolder: userFolder(), hooks: [hook], env, readyTimeoutMs: 300_000 });
		const { cookie } = await createOwner({ url: n8n.url, ...owner });
		api = new N8nApi(n8n.url, cookie);
	}

	const guardrails = {
		name: 'Guardrails',
		type: 'n8n-nodes-troupe.troupeGuardrails',
		typeVersion: 1,
		parameters: { operation: 'mask', mask: 'label', text: '={{ $json.body?.message ?? "ana@example.com" }}' },
	};
	const ask = () => api.ask('mask', { message: 'ana@example.com' });
	/** The hook notices new files within a quarter of a second. */
	const until = (status: number) =>
		waitUntil(`the webhook to answer ${status}`, async () => (await ask()).status === status, { seen: async () => (await ask()).body });
	const inEditor = async () => (await api.execute(byHand, 'Manual')).body.message;

	it('runs the version that is approved', async () => {
		expect(await ask()).toMatchObject({ status: 200, body: { text: expect.not.stringContaining('ana@') as string } });
		lastGood = await api.reached(workflow, ['success']);
	});

	it('refuses each execution once the files are replaced, in the editor with the reason', async () => {
		await install(newer);
		await until(500);
		expect(await inEditor()).toMatch(/The node "Guardrails" may not run\. .*n8n-nodes-troupe 0\.9\.1 is not approved/);
		// n8n asks the hook before it stores an execution: the last one of the list is that of the test before.
		expect(await api.reached(workflow, ['success', 'error', 'crashed'])).toBe(lastGood);
		expect(await readFile(n8n.logFile, 'utf8')).toContain('n8n-nodes-troupe 0.9.1 is not approved');
	});

	it('goes on refusing until a restart although the new version is approved', async () => {
		packed.approve(newer);
		expect((await ask()).status).toBe(500);
		expect(await inEditor()).toMatch(/another dist\/nodes\/TroupeGuardrails\/[^]*Restart n8n[^]*n8n-nodes-troupe 0\.9\.1/);
	});

	it('runs the new version after a restart, and the workflow is published as before', async () => {
		await n8n.stop();
		await start();
		await until(200);
		expect(await readFile(n8n.logFile, 'utf8')).toContain(newer);
	});
});

import { cpSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { approvePackage } from '../../manifests/approval/approve-package';
import { revokeVersion } from '../../manifests/approval/revoke-version';
import { signInstalled } from '../../manifests/scan/sign-installed';
import { editSnapshot } from '../support/registry/edit-snapshot';
import { version } from '../../package.json';
import { communityFolder, communityNode, communityPackage, installCommunityPackage } from './community-package';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { startSilentModel } from './silent-model';
import { agent, manualWorkflow, respondWithResumeUrl, waitForRequest, webhookWorkflow } from './workflows';
import { startWorld, type World } from './world';
import { waitUntil } from '../support/wait-until';

/** A package of somebody else's, in the real n8n, under a root that this test pins: that of the checkout's build, so that Troupe's own nodes run on. */
let world: World;
let trust: string;
let packageFolder: string;
const keysFolder = resolve('.troupe/development-keys');
const ownPackage = 'n8n-nodes-troupe';
const weather = { name: 'Weather', type: communityNode, typeVersion: 1 };
const editor = () => world.api.createWorkflow(manualWorkflow('weather by hand', [weather]));

beforeAll(async () => {
	world = await startWorld();
	trust = world.pinned;
	packageFolder = communityFolder(world.userFolder);
	await world.api.publish(webhookWorkflow('weather', [weather]), 'weather');
}, 900_000);
afterAll(async () => {
	await world.unpin();
	await installCommunityPackage(world.userFolder);
	await world.stop();
});

const request = () => ({ packageFolder, keysFolder, into: trust, days: 30, nowMs: Date.now() });
const ask = () => world.api.ask('weather', {});
const refusedInEditor = async () => (await world.api.execute(await editor(), 'Manual')).body.message;

/** Asks until the hook has seen what changed: it looks every quarter of a second. */
async function until(status: number): Promise<void> {
	const seen = () => readFileSync(world.logFile, 'utf8').slice(-2_000);
	await waitUntil(`n8n to answer ${status}`, async () => (await ask()).status === status, { seen });
}

it('runs as an unknown package where nobody decided, and the log says so', async () => {
	expect(await ask()).toMatchObject({ status: 200, body: { sunny: true } });
	expect(readFileSync(world.logFile, 'utf8')).toContain(`${communityPackage} 1.0.0 is unknown and may run`);
});

it('is refused while it is unknown to a policy that denies these, and runs once it is approved', async () => {
	cpSync(join(world.installed, 'trust'), trust, { recursive: true });
	editSnapshot({ keysFolder, trust }, { policy: { unknownPackages: 'deny' } });
	await until(500);
	expect(await refusedInEditor()).toContain(`The node "Weather" may not run. No manifest names the package ${communityPackage}`);
	await signInstalled(request());
	await approvePackage({ ...request(), approver: 'Ada' });
	await until(200);
});

it('is refused by name of the file when a nested dependency is swapped, and runs again when it is put back', async () => {
	await writeFile(join(packageFolder, 'node_modules/is-sunny/index.js'), 'module.exports = () => false;\n');
	await until(500);
	expect(await refusedInEditor()).toContain('The file node_modules/is-sunny/index.js was changed: SHA-256 expected');
	await installCommunityPackage(world.userFolder);
	await until(200);
});

it('is refused when it is revoked, also for an execution that is started in the editor', async () => {
	await revokeVersion({ ...request(), package: communityPackage, version: '1.0.0' });
	await until(500);
	expect(await refusedInEditor()).toContain(`${communityPackage} 1.0.0 was revoked`);
});

it('with TROUPE_REQUIRE_APPROVED=boot, n8n does not even start, and says which package and why', async () => {
	// A copy of its state: a second n8n on the database of the one that runs would take its publications from it.
	const copy = join(world.home, 'boot');
	cpSync(join(world.userFolder, '.n8n'), join(copy, '.n8n'), { recursive: true });
	const environment = {
		N8N_USER_FOLDER: copy,
		TROUPE_REQUIRE_APPROVED: 'boot',
		EXTERNAL_HOOK_FILES: join(copy, '.n8n/nodes/node_modules/n8n-nodes-troupe/dist/n8n-hooks.js'),
		N8N_PORT: String(await freePort()),
	};
	const { code, tail } = await world.n8nWith(environment, 'start');
	expect(code).not.toBe(0);
	expect(tail).toContain('n8n does not start, because of TROUPE_REQUIRE_APPROVED=boot and packages that may not run');
	expect(tail).toContain(`${communityPackage} 1.0.0 was revoked`);
	expect(tail).not.toContain('Editor is now accessible');
});

/** Goes on with the execution that waits. */
let goOn: string;
let waiting: string;

it('an execution of Troupe’s own node ends while it runs, with the reason', async () => {
	const steps = [respondWithResumeUrl(), waitForRequest(), agent({ message: 'Still there?' })];
	waiting = await world.api.publish(webhookWorkflow('waits', steps, [], { responseMode: 'responseNode' }), 'waits');
	goOn = String((await world.api.ask('waits', {})).body.goOn);
	const model = await startSilentModel();
	const credential = await world.api.createCredential('troupeOpenAiApi', { apiKey: 'sk-fake', baseUrl: model.baseUrl, model: '' });
	const node = agent({}, { credentials: { troupeOpenAiApi: credential }, onError: 'continueRegularOutput' });
	const id = await world.api.publish(webhookWorkflow('ends-while-it-runs', [node]), 'ends-while-it-runs');
	const answer = world.api.ask('ends-while-it-runs', { message: 'How long is the warranty?' });
	// An answer that comes first fails with what it says.
	expect(await Promise.race([model.firstRequest, answer])).toBeUndefined();
	await revokeVersion({ ...request(), package: ownPackage, version });
	expect((await answer).status).toBe(500);
	const run = JSON.stringify(await world.api.finishedRun(id));
	expect(run).toContain('MANIFEST_REVOKED');
	model.close();
});

it('an execution that waited meanwhile is refused by Troupe’s node, which n8n asks no hook about', async () => {
	// Until n8n has put it away it answers that it still runs.
	await waitUntil('n8n to have put it away', async () => (await fetch(goOn)).ok, { everyMs: 50 });
	const run = JSON.stringify(await world.api.finishedRun(waiting));
	expect(run).toContain('"Wait"');
	expect(run).toContain('MANIFEST_REVOKED');
});

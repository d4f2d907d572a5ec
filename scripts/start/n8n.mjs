/** The real n8n with this checkout's package in it, installed and imported only when something changed since the last start. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOwner, importAndPublish, importCredentials, installPackage, startN8n } from '../lib/n8n.mjs';
import { step } from '../lib/progress.mjs';
import { checkout, tarball } from '../lib/setup.mjs';
import { modelCredentials, withCredentials } from './model-credentials.mjs';
import { choosePort, rememberService, whileStarting } from './services.mjs';

const workflowFile = join(checkout, 'examples/support/workflow.json');
const packageFolder = join('.n8n/nodes/node_modules', 'n8n-nodes-troupe');

/** Installs the package where n8n has its community packages. @returns {Promise<string>} the installed package's folder */
export async function installTroupe({ home, n8nHost, progress }) {
	const userFolder = join(home, 'n8n');
	const install = () => installPackage({ host: n8nHost, userFolder, tarball });
	await once(userFolder, 'package', readFileSync(tarball), () => step(progress, 'n8n: installing the package', install));
	return join(userFolder, packageFolder);
}

/** @returns {Promise<{ name: string, url: string, logFile: string, workflow: object, owner: object, stop(): Promise<void> }>} */
export async function startN8nWithTroupe({ home, n8nHost, installed, host, n8nPort, progress, signal }) {
	const userFolder = join(home, 'n8n');
	const env = {
		N8N_LISTEN_ADDRESS: host,
		TROUPE_HOME: join(userFolder, '.n8n/troupe'),
		// Otherwise n8n goes on with the version before an import for a while, and the first answer comes from that one.
		N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'false',
	};
	const settings = { host: n8nHost, userFolder, hooks: [join(installed, 'dist/n8n-hooks.js')], env };

	const credentials = modelCredentials(process.env);
	const workflow = withCredentials(JSON.parse(readFileSync(workflowFile, 'utf8')), credentials);
	const publish = async () => {
		if (credentials.length > 0) await importCredentials({ ...settings, credentials });
		await importAndPublish({ ...settings, workflow });
	};
	const imported = JSON.stringify({ workflow, credentials });
	await once(userFolder, 'workflow', imported, () => step(progress, 'n8n: importing and publishing the support example', publish));

	const port = await choosePort('n8n', n8nPort, 5678, progress);
	const logFile = join(home, 'logs/n8n.log');
	const start = () => whileStarting(signal, (starting) => startN8n({ ...settings, port, logFile, signal: starting }));
	const n8n = await step(progress, `n8n: http://127.0.0.1:${port}`, start);
	rememberService(home, n8n.pid, n8nHost.n8n);
	return { name: 'n8n', ...n8n, workflow, owner: await signIn(n8n.url, home) };
}

/** Keeps what people changed in the editor: the same content is not imported twice. The mark is written last. */
async function once(userFolder, what, content, work) {
	const mark = join(userFolder, `${what}.sha256`);
	const hash = createHash('sha256').update(content).digest('hex');
	const whole = existsSync(join(userFolder, packageFolder)) && (what === 'package' || existsSync(join(userFolder, '.n8n/database.sqlite')));
	if (whole && existsSync(mark) && readFileSync(mark, 'utf8') === hash) return;
	await work();
	writeFileSync(mark, hash);
}

/** The owner of this local n8n; the password is made once and readable by this user only. */
async function signIn(url, home) {
	const file = join(home, 'owner.json');
	if (!existsSync(file)) {
		const password = `${randomBytes(12).toString('base64url')}A1`;
		writeFileSync(file, JSON.stringify({ email: 'owner@troupe.example', password }), { mode: 0o600 });
	}
	const owner = JSON.parse(readFileSync(file, 'utf8'));
	await createOwner({ url, ...owner });
	return owner;
}

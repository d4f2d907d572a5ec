/** The real n8n with this checkout's package, which is installed only after a change. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOwner, importCredentials, installPackage, startN8n } from '../lib/n8n.mjs';
import { step } from '../lib/progress.mjs';
import { checkout, tarball } from '../lib/setup.mjs';
import { handbook, ingestHandbook } from './handbook.mjs';
import { modelCredentials, withCredentials } from './model-credentials.mjs';
import { n8nRest } from './n8n-rest.mjs';
import { pinRoot } from './pin-root.mjs';
import { installSandboxParts } from './sandbox-parts.mjs';
import { serviceCredentials } from './service-credentials.mjs';
import { choosePort, rememberService, whileStarting } from './services.mjs';
import { importWorkflows } from './workflows.mjs';

const packageFolder = join('.n8n/nodes/node_modules', 'n8n-nodes-troupe');
/** At the first start n8n creates its database, which takes some minutes on a busy machine. */
const firstStartMs = 600_000;
const files = { startHere: 'examples/start-here/workflow.json', support: 'examples/support/workflow.json' };

/** The home of Troupe's nodes in this n8n. */
const homeOfN8n = (userFolder) => join(userFolder, '.n8n/troupe');

/** Installs the package into n8n's community packages. @returns {Promise<string>} the installed package's folder */
export async function installTroupe({ home, n8nHost, progress }) {
	const userFolder = join(home, 'n8n');
	const installed = join(userFolder, packageFolder);
	let isNew = false;
	const install = async () => {
		await installPackage({ host: n8nHost, userFolder, tarball });
		isNew = true;
	};
	await once(userFolder, 'package', readFileSync(tarball), () => step(progress, 'n8n: installing the package', install));
	pinRoot({ installed, homes: [home, homeOfN8n(userFolder)], isNew });
	return installed;
}

/** @returns {Promise<{ name: string, url: string, logFile: string, ended: Promise<unknown>, stop(): Promise<void> }>} */
export async function startN8nWithTroupe({ home, n8nHost, installed, serve, host, n8nPort, templatesUrl, progress, signal }) {
	const userFolder = join(home, 'n8n');
	const env = {
		N8N_LISTEN_ADDRESS: host,
		TROUPE_HOME: homeOfN8n(userFolder),
		...(templatesUrl && { N8N_TEMPLATES_ENABLED: 'true', N8N_TEMPLATES_HOST: templatesUrl }),
		// Otherwise n8n keeps using the version before an import for a while.
		N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'false',
	};
	installSandboxParts(env.TROUPE_HOME);
	const settings = { host: n8nHost, userFolder, hooks: [join(installed, 'dist/n8n-hooks.js')], env };
	const services = await serviceCredentials({ serve, installed, home, signal });
	await storeCredentials([...modelCredentials(process.env), ...services], settings, progress);
	const ingest = () => ingestHandbook({ installed, home: env.TROUPE_HOME, signal });
	await once(userFolder, 'handbook', readContent(handbook), () => step(progress, 'n8n: reading the handbook', ingest));

	const port = await choosePort('n8n', n8nPort, 5678, progress);
	const logFile = join(home, 'logs/n8n.log');
	const start = () =>
		whileStarting(signal, (starting) => startN8n({ ...settings, port, logFile, readyTimeoutMs: firstStartMs, signal: starting }));
	const n8n = await step(progress, `n8n: http://127.0.0.1:${port}`, start);
	rememberService(home, n8n.pid, n8nHost.n8n);
	return { name: 'n8n', ...n8n };
}

async function storeCredentials(credentials, settings, progress) {
	const store = () => importCredentials({ ...settings, credentials });
	await once(settings.userFolder, 'credentials', JSON.stringify(credentials), () => step(progress, 'n8n: storing the credentials', store));
}

/**
 * Creates the local owner and imports the first workflows.
 * @returns {Promise<{ owner: { email: string, password: string }, ownerFile: string, cookie: string, startHere: object, support: object }>}
 */
export async function furnishN8n(n8n, { home, progress, signal }) {
	const ownerFile = join(home, 'owner.json');
	const owner = readOwner(ownerFile);
	const { cookie } = await createOwner({ url: n8n.url, ...owner });
	const credentials = modelCredentials(process.env);
	const read = (file) => withCredentials(JSON.parse(readFileSync(join(checkout, file), 'utf8')), credentials);
	const startHere = read(files.startHere);
	const support = read(files.support);
	const recordFile = join(home, 'n8n/workflows.json');
	await importWorkflows(n8nRest({ ...n8n, cookie, signal }), { workflows: [startHere, support], recordFile, progress });
	return { owner, ownerFile, cookie, startHere, support };
}

/** n8n's own list of all node types, as its editor loads it. @returns {Promise<Array<{ name: string }>>} */
export async function readNodeTypes({ url }, cookie) {
	const response = await fetch(`${url}/types/nodes.json`, { headers: { cookie } });
	return response.json();
}

function readContent(folder) {
	return readdirSync(folder)
		.sort()
		.map((file) => `${file}\n${readFileSync(join(folder, file), 'utf8')}`)
		.join('\n');
}

/** Skips content that is already installed or stored. The mark is written last. */
async function once(userFolder, what, content, work) {
	const mark = join(userFolder, `${what}.sha256`);
	const hash = createHash('sha256').update(content).digest('hex');
	const whole =
		existsSync(join(userFolder, packageFolder)) && (what !== 'credentials' || existsSync(join(userFolder, '.n8n/database.sqlite')));
	if (whole && existsSync(mark) && readFileSync(mark, 'utf8') === hash) return;
	await work();
	writeFileSync(mark, hash);
}

/** Returns the owner of this local n8n. The password is created once and readable by this user only. */
function readOwner(file) {
	if (!existsSync(file)) {
		const password = `${randomBytes(12).toString('base64url')}A1`;
		writeFileSync(file, JSON.stringify({ email: 'owner@troupe.example', password }), { mode: 0o600 });
	}
	return JSON.parse(readFileSync(file, 'utf8'));
}

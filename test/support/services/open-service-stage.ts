import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { runTroupe } from '../../../cli/program';
import { testTerminal } from '../test-terminal';
import type { Resource } from '../../../engine-adapter/engine/deployments';
import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import { openN8nNodeWorker } from '../../../engine-adapter/workers/nodes/n8n-node-worker';
import { closeOpened } from '../../../providers/compose/open-once';
import { type GoogleOauth, startGoogleOauth } from '../../fakes/google-oauth';
import { openGate, openNodeGate } from '../../fakes/permissive-gate';
import { startOutsideWorld } from '../../fakes/outside-world';
import { type Observer, playProcess } from '../play-process';
import { setEnvironment } from '../set-environment';
import { waitUntil } from '../wait-until';
import { serviceExamples } from './service-examples';
import type { Play, ServiceExample, ServiceWorld } from './service-world';

/** Where the examples of services are played: a worker with their credentials, and the services as stand-ins. */
export interface ServiceStage {
	/** Returns the end of a process: its variables or its incident, and what its service holds. */
	play(example: ServiceExample, play: Play): Promise<object>;
	close(): Promise<void>;
}

const folder = resolve(__dirname, '../../../examples/services');

/** Reads the process of an example, and its forms. */
export function readResources({ id }: ServiceExample): Resource[] {
	const paths = globSync(`${dirname(id)}/*.{bpmn,form}`, { cwd: folder });
	return paths.map((path) => ({ name: basename(path), content: readFileSync(join(folder, path), 'utf8') }));
}

export async function openServiceStage(engine: ProcessEngine, observer: Observer): Promise<ServiceStage> {
	const google = await startGoogleOauth();
	const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-services-'));
	for (const example of serviceExamples) await addCredential(example, stateFolder, google);
	let world: ServiceWorld;
	const hosts = serviceExamples.flatMap((example) => Object.keys(example.open(google).hosts));
	const outside = await startOutsideWorld(Object.fromEntries(hosts.map((host) => [host, (call) => world.hosts[host]!(call)])));
	const restoreEnvironment = setEnvironment(outside.environment);
	for (const example of serviceExamples) await engine.deploy(readResources(example));
	const worker = await openN8nNodeWorker(engine, {
		gate: openGate(),
		nodeGate: openNodeGate(),
		agentFolders: [],
		providers: {},
		stateFolder,
	});
	return {
		async play(example, { variables, people, before }) {
			// An earlier play can have ended the access.
			if (!example.credential.data) await addCredential(example, stateFolder, google);
			world = example.open(google);
			before?.(world, google);
			const ending = await playProcess(engine, observer, { processId: basename(example.id), variables, people });
			return { ...ending, holds: world.holds };
		},
		async close() {
			await worker.close(0);
			await closeOpened();
			restoreEnvironment();
			await Promise.all([google.close(), outside.close()]);
			rmSync(stateFolder, { recursive: true, force: true });
		},
	};
}

/** Adds a credential with the command that the page of the example names. */
async function addCredential({ credential }: ServiceExample, stateFolder: string, google: GoogleOauth): Promise<void> {
	const { name, type, data, scopes = [] } = credential;
	const file = join(stateFolder, 'typed.json');
	writeFileSync(file, JSON.stringify(data ?? google.client));
	const terminal = testTerminal({ TROUPE_HOME: stateFolder });
	const run = (...args: string[]) => runTroupe(['credentials', ...args], terminal);
	const login = ['--provider', 'google', '--type', type, '--client', file, '--scopes', scopes.join(',')];
	const running = data ? run('add', name, '--type', type, '--file', file) : run('login', name, ...login);
	await Promise.race([running, data ? running : logIn(terminal)]);
	if ((await running) !== 0) throw new Error(`The credential ${name} was not added: ${terminal.noted.join('\n')}`);
}

/** Opens the address that the command shows, as a browser does. */
async function logIn({ noted }: { noted: string[] }): Promise<void> {
	const address = await waitUntil('an address to open', () => /http:\S+/.exec(noted.join('\n'))?.[0]);
	const { headers } = await fetch(address, { redirect: 'manual' });
	await fetch(headers.get('location')!);
}

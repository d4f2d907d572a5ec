import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import type { Variables } from '../../../engine-adapter/engine/variables';
import { openWorkers } from '../../../engine-adapter/workers/open-workers';
import type { Host } from '../../../providers/compose/hosts/host';
import { closeOpened } from '../../../providers/compose/open-once';
import { openGate, openNodeGate } from '../../fakes/permissive-gate';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { startOutsideWorld } from '../../fakes/outside-world';
import { setEnvironment } from '../set-environment';
import { storedCredentials } from '../stored-credentials';
import { openTemplateServices, templateCredentials } from './template-services';
import { type InstalledTemplate, type Recording, recordedReplies } from './installed-template';
import { waitUntil } from '../wait-until';

/** What can be seen of an engine. */
export type Observer = Pick<ProcessEngine, 'searchUserTasks' | 'searchIncidents'>;

/** Deploys the processes of a template on an engine, with workers that use its agents and a model that answers as recorded. */
export async function openTemplatePlayer(
	{ folder, read, template, usesNodes }: InstalledTemplate,
	engine: ProcessEngine,
	observer: Observer,
): Promise<{
	/** Returns the variables at the end of the instance, and what the services hold. */ play(
		recording: Recording,
	): Promise<{ variables: object; outside: object }>;
	close(): Promise<void>;
}> {
	const model = await startOpenAiServer();
	const { services, look } = openTemplateServices();
	const outside = usesNodes ? await startOutsideWorld(services) : undefined;
	const restoreEnvironment = setEnvironment(outside?.environment ?? {});
	const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-template-state-'));
	const host: Host = {
		...{ gate: openGate(), nodeGate: openNodeGate(), credentials: storedCredentials(...templateCredentials) },
		agentFolders: [join(folder, 'agents')],
		providers: { openai: { apiKey: 'sk-fake', baseUrl: `${model.url}/v1` } },
		unlistedAgents: 'allow',
		stateFolder,
		allowPrivateNetworks: true,
	};
	const deployed = template.files.filter(({ kind }) => ['process', 'form', 'decision'].includes(kind));
	await engine.deploy(deployed.map(({ path }) => ({ name: path, content: read(path) })));
	await openWorkers(engine, host);
	const decide = async ({ people = [] }: Recording, earlier: ReadonlySet<string>) => {
		for (const variables of people) {
			const { key } = await waitUntil('the task of a person', async () =>
				(await observer.searchUserTasks({})).find((task) => !earlier.has(task.key)),
			);
			await engine.completeUserTask(key, variables as Variables);
		}
	};
	return {
		async play(recording) {
			model.script(recordedReplies(recording));
			const [, processId = ''] = /<bpmn:process id="([^"]+)"/.exec(read(recording.process)) ?? [];
			const over = new AbortController();
			// Other tests left these on the broker.
			const left = [...(await observer.searchIncidents({})), ...(await observer.searchUserTasks({}))];
			const earlier = new Set(left.map(({ key }) => key));
			const ended = engine.startAndAwait({ processId, variables: recording.input }, 120_000).finally(() => over.abort());
			const result = await Promise.race([
				ended,
				failOnIncident(observer, earlier, over.signal),
				decide(recording, earlier).then(() => ended),
			]);
			return { variables: result.variables, outside: look() };
		},
		async close() {
			await closeOpened();
			restoreEnvironment();
			await Promise.all([model.close(), outside?.close()]);
			rmSync(stateFolder, { recursive: true, force: true });
		},
	};
}

/** Rejects with the first incident, which is why an instance does not end. @param earlier those of other tests on this broker */
async function failOnIncident(observer: Observer, earlier: ReadonlySet<string>, over: AbortSignal): Promise<never> {
	while (!over.aborted) {
		const incident = (await observer.searchIncidents({})).find(({ key }) => !earlier.has(key));
		if (incident) throw new Error(`Incident at ${incident.elementId}: ${incident.message}`);
		await sleep(100);
	}
	return new Promise(() => undefined);
}

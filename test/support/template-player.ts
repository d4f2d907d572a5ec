import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessEngine } from '../../engine-adapter/engine';
import { openWorkers } from '../../engine-adapter/workers/open-workers';
import type { Host } from '../../providers/compose/host';
import { openGate } from '../../sandbox/fakes/open-gate';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { type InstalledTemplate, type Recording, recordedReplies } from './templates';

/** Deploys the processes of a template on an engine, with workers that use its agents and a model that answers as recorded. */
export async function openTemplatePlayer(
	{ folder, read, template }: InstalledTemplate,
	engine: ProcessEngine,
): Promise<{
	/** Returns the variables at the end of the instance. */ play(recording: Recording): Promise<object>;
	close(): Promise<void>;
}> {
	const model = await startOpenAiServer();
	const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-template-state-'));
	const host: Host = {
		gate: openGate(),
		agentFolders: [join(folder, 'agents')],
		providers: { openai: { apiKey: 'sk-fake', baseUrl: `${model.url}/v1` } },
		unlistedAgents: 'allow',
		stateFolder,
		allowPrivateNetworks: true,
	};
	const processes = template.files.filter(({ kind }) => kind === 'process').map(({ path }) => ({ name: path, content: read(path) }));
	await engine.deploy(processes);
	await openWorkers(engine, host);
	return {
		async play(recording) {
			model.script(recordedReplies(recording));
			const [, processId = ''] = /<bpmn:process id="([^"]+)"/.exec(read(recording.process)) ?? [];
			return (await engine.startAndAwait({ processId, variables: recording.input }, 45_000)).variables;
		},
		async close() {
			await model.close();
			rmSync(stateFolder, { recursive: true, force: true });
		},
	};
}

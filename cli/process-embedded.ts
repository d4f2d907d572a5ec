import type { ProcessFile } from '../bpmn/process-model';
import type { ProcessEngine, Resource } from '../engine-adapter/engine';
import type { Host } from '../providers/compose';
import { lintingEngine } from './deployment-notes';
import { chooseProcess, type ProcessRunOptions } from './process-run-options';
import type { ExitCode } from './report-error';
import { plain, type Terminal } from './terminal';
import { traceLine } from './trace-text';
import { variableLines } from './variable-lines';
import { watchInstance, type Ending } from './watch-instance';

/** Runs an instance on an engine of this process's own, in memory, and shows its trace as it happens. */
export async function runEmbedded(
	resources: Resource[],
	models: ProcessFile[],
	options: ProcessRunOptions,
	host: Host,
	terminal: Terminal,
): Promise<ExitCode> {
	const [{ openEmbeddedEngine }, { openAgentWorker }] = await Promise.all([
		import('../engine-adapter/embedded/open-embedded-engine'),
		import('../engine-adapter/workers/agent'),
	]);
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	try {
		const checked = options.lint ? lintingEngine(engine, host, terminal) : engine;
		const deployment = await checked.deploy(resources);
		const processId = chooseProcess(deployment.processes, options);
		const worker = await openAgentWorker(engine, host);
		try {
			return await run(engine, processId, models, options, terminal);
		} finally {
			await worker.close(0);
		}
	} finally {
		await engine.close();
	}
}

async function run(
	engine: ProcessEngine,
	processId: string,
	models: ProcessFile[],
	options: ProcessRunOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	const { instanceKey } = await engine.start({ processId, variables: options.variables });
	const nodes = models.flatMap(({ processes }) => processes.flatMap((process) => process.nodes));
	const names = new Map(nodes.map((node) => [node.id, node.name]));
	const served = new Set(nodes.filter((node) => node.job?.type === 'troupe:agent').map((node) => node.id));
	const isServed = (elementId: string) => served.has(elementId);
	const startedAt = Date.now();
	const signal = AbortSignal.any([terminal.stop, AbortSignal.timeout(options.timeout * 1000)]);
	const ending = await watchInstance(engine, instanceKey, { isServed, signal }, (event) => {
		const line = options.trace === 'json' ? JSON.stringify({ event }) : traceLine(event, startedAt, names, terminal);
		if (line !== undefined) terminal.print(line);
	});
	if (options.trace === 'json') terminal.print(JSON.stringify({ ending }));
	else for (const line of endingLines(ending, names, terminal)) terminal.print(line);
	return exitCodeOf(ending);
}

function exitCodeOf(ending: Ending): ExitCode {
	return ending.kind === 'completed' || ending.kind === 'waits-for-person' ? 0 : 1;
}

function endingLines(ending: Ending, names: Map<string, string>, terminal: Terminal): string[] {
	const format = ending.kind === 'completed' ? 'green' : ending.kind.startsWith('waits') ? 'yellow' : 'red';
	const sentences = sentencesOf(ending, (elementId) => `'${names.get(elementId) || elementId}'`);
	return ['', ...sentences.map((sentence) => terminal.style(format, plain(sentence))), '', ...variableLines(ending.variables, terminal)];
}

function sentencesOf(ending: Ending, nameOf: (elementId: string) => string): string[] {
	switch (ending.kind) {
		case 'waits-for-person':
			return [`waiting for a person at ${ending.elements.map(nameOf).join(', ')}`];
		case 'waits':
			return [`waiting at ${ending.elements.map(nameOf).join(', ')} for what nothing here serves`];
		case 'incident':
			return ending.incidents.map((incident) => `incident ${incident.errorType} at ${nameOf(incident.elementId)}: ${incident.message}`);
		case 'stopped':
			return ['stopped waiting: it was still running'];
		default:
			return [ending.kind];
	}
}

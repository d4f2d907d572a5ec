import type { FlowNode, ProcessFile } from '../bpmn/process-model';
import type { ProcessEngine, Resource } from '../engine-adapter/engine';
import type { Host } from '../providers/compose';
import { chooseProcess, type ProcessRunOptions } from './process-run';
import type { ExitCode } from './report-error';
import type { Terminal } from './terminal';
import { traceLine } from './trace-text';
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
		const deployment = await engine.deploy(resources);
		const processId = chooseProcess(deployment.processes, options);
		const worker = await openAgentWorker(engine, host);
		try {
			return await run(engine, processId, nodesOf(models), options, terminal);
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
	nodes: Map<string, FlowNode>,
	options: ProcessRunOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	const { instanceKey } = await engine.start({ processId, variables: options.variables });
	const isServed = (elementId: string) => nodes.get(elementId)?.job?.type === 'troupe:agent';
	const startedAt = Date.now();
	const signal = AbortSignal.any([terminal.stop, AbortSignal.timeout(options.timeout * 1000)]);
	const ending = await watchInstance(engine, instanceKey, { isServed, signal }, (event) => {
		const line = options.trace === 'json' ? JSON.stringify({ event }) : traceLine(event, startedAt, nodes, terminal);
		if (line !== undefined) terminal.print(line);
	});
	if (options.trace === 'json') terminal.print(JSON.stringify({ ending }));
	else for (const line of endingLines(ending, nodes, terminal)) terminal.print(line);
	return exitCodeOf(ending);
}

function exitCodeOf(ending: Ending): ExitCode {
	return ending.kind === 'completed' || ending.kind === 'waits-for-person' ? 0 : 1;
}

function endingLines(ending: Ending, nodes: Map<string, FlowNode>, terminal: Terminal): string[] {
	const nameOf = (elementId: string) => `'${nodes.get(elementId)?.name || elementId}'`;
	const variables = ['', 'variables:', JSON.stringify(ending.variables, null, 2)];
	switch (ending.kind) {
		case 'completed':
			return ['', terminal.style('green', 'completed'), ...variables];
		case 'waits-for-person':
			return ['', terminal.style('yellow', `waiting for a person at ${ending.elements.map(nameOf).join(', ')}`), ...variables];
		case 'waits':
			return [
				'',
				terminal.style('yellow', `waiting at ${ending.elements.map(nameOf).join(', ')} for what nothing here serves`),
				...variables,
			];
		case 'incident':
			return [
				'',
				...ending.incidents.map((one) => terminal.style('red', `incident ${one.errorType} at ${nameOf(one.elementId)}: ${one.message}`)),
				...variables,
			];
		case 'terminated':
			return ['', terminal.style('red', 'terminated'), ...variables];
		case 'stopped':
			return ['', terminal.style('red', 'stopped waiting: it is still running'), ...variables];
	}
}

function nodesOf(models: ProcessFile[]): Map<string, FlowNode> {
	return new Map(models.flatMap((file) => file.processes.flatMap((process) => process.nodes.map((node) => [node.id, node] as const))));
}

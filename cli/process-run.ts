import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { TroupeError } from '../core/errors';
import type { ProcessFile } from '../bpmn/process-model';
import type { DeployedProcess, Resource, Variables } from '../engine-adapter/engine';
import { admitCommand, openHost } from './host';
import type { ExitCode } from './report-error';
import type { Terminal } from './terminal';

export interface ProcessRunOptions {
	files: string[];
	variables: Variables;
	/** Default: the only process of the first file. */
	process?: string;
	engine: 'embedded' | 'zeebe';
	/** Of the cluster. */
	address: string;
	withWorker?: boolean;
	trace: 'text' | 'json';
	/** Seconds. */
	timeout: number;
}

const largestFile = 4 * 1024 * 1024;

/** Runs one instance to its end, or to where it waits for somebody. */
export async function runProcessCommand(options: ProcessRunOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const host = await open(terminal);
	await admitCommand(host, 'process run', terminal);
	const resources = await Promise.all(options.files.map(readResource));
	if (options.engine === 'zeebe') {
		const { runOnCluster } = await import('./process-on-cluster');
		return runOnCluster(resources, options, host, terminal);
	}
	const { runEmbedded } = await import('./process-embedded');
	return runEmbedded(resources, await readModels(resources), options, host, terminal);
}

/**
 * The process to start, of those deployed.
 * @throws TroupeError INPUT_INVALID when there is a choice and none was made
 */
export function chooseProcess(deployed: DeployedProcess[], options: Pick<ProcessRunOptions, 'process' | 'files'>): string {
	const known = deployed.map((process) => process.processId);
	if (options.process !== undefined) {
		if (known.includes(options.process)) return options.process;
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `No file holds a process "${options.process}".`,
			fix: `Choose one of: ${known.join(', ')}.`,
		});
	}
	const first = deployed.filter((process) => process.resourceName === basename(options.files[0] ?? ''));
	if (first.length === 1) return first[0]!.processId;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The first file holds ${first.length} processes.`,
		fix: `Name the one to start: --process ${known.join(' or --process ')}.`,
	});
}

async function readResource(path: string): Promise<Resource> {
	try {
		const { size } = await stat(path);
		if (size > largestFile)
			throw new TroupeError({
				code: 'INPUT_INVALID',
				message: `${path} is larger than 4 MB.`,
				fix: 'Split the process into several files.',
			});
		return { name: basename(path), content: await readFile(path, 'utf8') };
	} catch (cause) {
		const code = (cause as NodeJS.ErrnoException).code ?? '';
		if (!['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES'].includes(code)) throw cause;
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${path} cannot be read (${code}).`,
			fix: 'Check the path of the BPMN file.',
			cause,
		});
	}
}

// Only to show names and to know who waits for whom; what a file may hold is the engine's to judge.
async function readModels(resources: Resource[]): Promise<ProcessFile[]> {
	const { readProcessFile } = await import('../bpmn/read-process');
	return Promise.all(resources.map((resource) => readProcessFile(resource.name, resource.content)));
}

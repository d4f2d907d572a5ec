import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { TroupeError } from '../core/errors';
import type { ProcessFile } from '../bpmn/process-model';
import type { Resource } from '../engine-adapter/engine';
import { admitCommand, openHost } from './host';
import type { ProcessRunOptions } from './process-run-options';
import type { ExitCode } from './report-error';
import type { Terminal } from './terminal';

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

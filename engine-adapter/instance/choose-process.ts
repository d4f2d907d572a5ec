import { basename } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import type { DeployedProcess } from '../engine/deployments';

interface ProcessChoice {
	/** Default: the only process of the first file. */
	process?: string;
	files: string[];
}

/** @throws TroupeError INPUT_INVALID for several processes without a choice */
export function chooseProcess(deployed: DeployedProcess[], options: ProcessChoice): string {
	const processIds = deployed.map((process) => process.processId);
	if (options.process !== undefined) {
		if (processIds.includes(options.process)) return options.process;
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `No file contains a process "${options.process}".`,
			fix: `Use one of: ${processIds.join(', ')}.`,
		});
	}
	const first = deployed.filter((process) => process.resourceName === basename(options.files[0] ?? ''));
	if (first.length === 1) return first[0]!.processId;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The first file contains ${first.length} processes.`,
		fix: `Choose the one to start: --process ${processIds.join(' or --process ')}.`,
	});
}

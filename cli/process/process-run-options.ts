import { basename } from 'node:path';
import type { ZeebeVersion } from '../../bpmn/zeebe-version';
import { TroupeError } from '../../core/base/errors';
import type { DeployedProcess, Variables } from '../../engine-adapter/engine';

/** The options of `troupe process run`. */
export interface ProcessRunOptions {
	files: string[];
	variables: Variables;
	/** Default: the only process of the first file. */
	process?: string;
	/** The path of a case to play instead of one instance. */
	script?: string;
	/** The name of the case, for a file with several. */
	case?: string;
	/** `embedded`, `zeebe` at `address`, or the address of a cluster: grpc://, grpcs://, http:// or https://. */
	engine: string;
	/** The Zeebe version of the embedded engine. Default: the case's `engine`, otherwise 8.6. */
	target?: ZeebeVersion;
	/** The address of the cluster. */
	address: string;
	withWorker?: boolean;
	trace: 'text' | 'json';
	/** True lints deployments first. Those of a script are not linted. */
	lint: boolean;
	/** Seconds. */
	timeout: number;
}

/**
 * Returns the process to start.
 * @throws TroupeError INPUT_INVALID when there are several and none was chosen
 */
export function chooseProcess(deployed: DeployedProcess[], options: Pick<ProcessRunOptions, 'process' | 'files'>): string {
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

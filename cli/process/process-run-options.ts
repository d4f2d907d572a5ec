import { basename } from 'node:path';
import type { ZeebeVersion } from '../../bpmn/zeebe-version';
import { TroupeError } from '../../core/base/errors';
import type { DeployedProcess, Variables } from '../../engine-adapter/engine';

/** What `troupe process run` was told. */
export interface ProcessRunOptions {
	files: string[];
	variables: Variables;
	/** Default: the only process of the first file. */
	process?: string;
	/** Path of a case to play instead of one instance. */
	script?: string;
	/** `embedded`, `zeebe` at `address`, or the address of a cluster: grpc://, grpcs://, http:// or https://. */
	engine: string;
	/** The Zeebe version that the embedded engine follows. Default: the case's `engine`, else 8.6. */
	target?: ZeebeVersion;
	/** Of the cluster. */
	address: string;
	withWorker?: boolean;
	trace: 'text' | 'json';
	/** Whether deployments are linted first; a script's never are. */
	lint: boolean;
	/** Seconds. */
	timeout: number;
}

/**
 * The process to start, of those deployed.
 * @throws TroupeError INPUT_INVALID when there is a choice and none was made
 */
export function chooseProcess(deployed: DeployedProcess[], options: Pick<ProcessRunOptions, 'process' | 'files'>): string {
	const processIds = deployed.map((process) => process.processId);
	if (options.process !== undefined) {
		if (processIds.includes(options.process)) return options.process;
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `No file holds a process "${options.process}".`,
			fix: `Choose one of: ${processIds.join(', ')}.`,
		});
	}
	const first = deployed.filter((process) => process.resourceName === basename(options.files[0] ?? ''));
	if (first.length === 1) return first[0]!.processId;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The first file holds ${first.length} processes.`,
		fix: `Name the one to start: --process ${processIds.join(' or --process ')}.`,
	});
}

import type { ZeebeVersion } from '../../bpmn/zeebe-version';
import type { Variables } from '../../engine-adapter/engine/variables';

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
	/** Milliseconds. */
	timeout: number;
}

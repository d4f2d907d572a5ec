import type { ZeebeVersion } from '../../bpmn/zeebe-version';
import type { Variables } from '../../engine-adapter/engine/variables';

export interface ProcessRunOptions {
	files: string[];
	variables: Variables;
	/** Default: the only process of the first file. */
	process?: string;
	script?: string;
	case?: string;
	/** `embedded`, `zeebe` at `address`, or the address of a cluster: grpc://, grpcs://, http:// or https://. */
	engine: string;
	/** The Zeebe version of the embedded engine. Default: the case's `engine`, otherwise 8.6. */
	target?: ZeebeVersion;
	address: string;
	withWorker?: boolean;
	trace: 'text' | 'json';
	/** True lints deployments first. Those of a script are not linted. */
	lint: boolean;
	timeout: number;
}

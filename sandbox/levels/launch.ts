import type { FileCapability } from '../../core/ports/capabilities/capabilities';
import type { ControlGroup } from './control-group/control-group';
import type { Container } from './container/container';
import type { SandboxLimits } from './limits';
import type { Outputs } from './runner-source';

/** A program that becomes a sandboxed Node process and uses the descriptors of `SandboxWorker`. */
export interface Launch {
	file: string;
	args: string[];
	env: NodeJS.ProcessEnv;
	needs: string[];
	system: string[];
	outputs: Outputs;
}

export interface LaunchContext {
	folder: string;
	limits: SandboxLimits;
	/** Turns on Node's permission model. Probes switch it off, like code that breaks out of V8: only the kernel then protects the machine. */
	permissions: boolean;
	stateFolder: string;
	group?: ControlGroup;
	container?: Container;
	outlet?: boolean;
	/** Max bytes of a scratch file. Without it, nothing is writable. */
	scratchBytes?: number;
	/** Notes what the code touches. Node's permission model then refuses nothing: only for levels of the kernel. */
	discover?: boolean;
	/** More readable files. Only kernel probes use it, for system calls. */
	readable: string[];
	/** Absolute paths of programs that the code may start, from L1 on. They have the code's files and its network: none. */
	programs?: readonly string[];
	files?: readonly FileCapability[];
}

import type { FileCapability } from '../../core/ports/capabilities/capabilities';
import type { ControlGroup } from './control-group/control-group';
import type { Container } from './container/container';
import type { SandboxLimits } from './limits';
import type { Outputs } from './runner-source';

/** A program that becomes a sandboxed Node process. It speaks on the descriptors that `SandboxWorker` opens. */
export interface Launch {
	file: string;
	args: string[];
	env: NodeJS.ProcessEnv;
	/** The files and folders that it needs to start. */
	needs: string[];
	/** Paths that it needs of the system: Node, its libraries and the list of them. An image has its own. */
	system: string[];
	/** Targets of the script's output. */
	outputs: Outputs;
}

export interface LaunchContext {
	/** The private folder of the run. It holds the script, and nothing in the sandbox can write there. */
	folder: string;
	limits: SandboxLimits;
	/**
	 * True turns on Node's permission model. Probes switch it off, as code does that breaks out of V8: then only the kernel is between the code and
	 * the machine.
	 */
	permissions: boolean;
	/** Troupe's home, where optional packages are installed. */
	stateFolder: string;
	/** The control group of the run, from L2 on. */
	group?: ControlGroup;
	/** The container of the run, at L3. */
	container?: Container;
	/** True if the process has the socket to the host. */
	outlet?: boolean;
	/** Max bytes of a file in the scratch folder. Without it, nothing can be written. */
	scratchBytes?: number;
	/** True if the process notes what its code touches. Node's permission model then refuses nothing: only for levels of the kernel. */
	discover?: boolean;
	/** More files that the process can read. Only probes of the kernel use it, to make system calls. */
	readable: string[];
	/** Absolute paths of programs that the code may start, from L1 on. Inside, they have the files of the code and its network: none. */
	programs?: readonly string[];
	/** Files and folders of the machine that it may use, as `grantFiles` returns them: they exist, and no link is on the way. */
	files?: readonly FileCapability[];
}

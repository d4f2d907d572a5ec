import type { ControlGroup } from './control-group/control-group';
import type { Level } from './level';
import type { SandboxLimits } from './limits';
import { launchNode } from './l0-process';
import { restrictByKernel } from './kernel/restrict-by-kernel';
import { wrapInBubblewrap } from './l1-bubblewrap';
import { enterControlGroup } from './l2-control-group';
import { type Outputs, wrappedOutputs } from './runner-source';

/** A program that becomes a sandboxed Node process. It speaks on the descriptors that `SandboxWorker` opens. */
export interface Launch {
	file: string;
	args: string[];
	env: NodeJS.ProcessEnv;
	/** The files and folders that it needs to start. */
	needs: string[];
	/** Where the script writes to. */
	outputs: Outputs;
}

export interface LaunchContext {
	/** The private folder of the run. It holds the script, and nothing in the sandbox can write there. */
	folder: string;
	limits: SandboxLimits;
	/**
	 * Whether Node's permission model is on. Probes switch it off, as code does that breaks out of V8: then only the kernel is between the code and
	 * the machine.
	 */
	permissions: boolean;
	/** Troupe's home, where optional packages are installed. */
	stateFolder: string;
	/** The control group of the run, from L2 on. */
	group?: ControlGroup;
	/** Whether the process has the socket to the host. */
	outlet?: boolean;
	/** Max bytes of a file in the scratch folder. Without it, nothing can be written. */
	scratchBytes?: number;
	/** Whether the process notes what its code touches. Node's permission model then refuses nothing: only for levels of the kernel. */
	audit?: boolean;
	/** More files that the process can read. Only probes of the kernel use it, to make system calls. */
	readable: string[];
}

/** Composes the layers of a level: each wraps the next inner one. @throws TroupeError when a layer is missing on this machine */
export function composeLaunch(level: Level, context: LaunchContext): Launch {
	const node = launchNode(context);
	if (level === 'L0') return node;
	if (level === 'L0+') return restrictByKernel(node, context);
	const wrapped = wrapInBubblewrap(restrictByKernel({ ...node, outputs: wrappedOutputs }, context), context);
	return level === 'L1' ? wrapped : enterControlGroup(wrapped, context);
}

import type { FileCapability } from '../../core/ports';
import type { ControlGroup } from './control-group/control-group';
import type { Container } from './container/container';
import { withoutDatabases } from '../../providers/processes/permission-model';
import { isAtLeast, type Level } from './level';
import type { SandboxLimits } from './limits';
import { launchNode } from './l0-process';
import { restrictByKernel } from './kernel/restrict-by-kernel';
import { wrapInBubblewrap } from './l1-bubblewrap';
import { enterControlGroup } from './l2-control-group';
import { type Outputs, wrappedOutputs } from './runner-source';
import { composeRunArguments } from './container/run-arguments';
import { engineEnvironment } from './container/engine-program';

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
	audit?: boolean;
	/** More files that the process can read. Only probes of the kernel use it, to make system calls. */
	readable: string[];
	/** Absolute paths of programs that the code may start, from L1 on. Inside, they have the files of the code and its network: none. */
	programs?: readonly string[];
	/** Files and folders of the machine that it may use, as `grantFiles` returns them: they exist, and no link is on the way. */
	files?: readonly FileCapability[];
}

/** Composes the layers of a level: each wraps the next inner one. @throws TroupeError when a layer is missing on this machine */
export function composeLaunch(level: Level, whole: LaunchContext): Launch {
	// Below L1, signals of a program would reach the processes of the machine.
	const context = isAtLeast(level, 'L1') ? whole : { ...whole, programs: [] };
	const node = launchNode(context);
	// From L0+ on, the kernel covers what the permission model does not.
	if (level === 'L0') return { ...node, args: [withoutDatabases, ...node.args] };
	if (level === 'L0+') return restrictByKernel(node, context);
	const restricted = restrictByKernel({ ...node, outputs: wrappedOutputs }, context);
	if (level === 'L3') return wrapInContainer(restricted, context);
	const wrapped = wrapInBubblewrap(restricted, context);
	return level === 'L1' ? wrapped : enterControlGroup(wrapped, context);
}

/**
 * L3: the process of L0+ in a container of Docker or Podman, with files, Node and libraries of an image, no network, and limits that the kernel keeps
 * at every moment. An engine passes no descriptors: the process connects to sockets in the folder of the run, before it restricts itself.
 */
function wrapInContainer(inner: Launch, context: LaunchContext): Launch {
	const { container } = context;
	if (!container) throw new Error('L3 has no container');
	return {
		file: container.engine.program,
		args: composeRunArguments(container, inner, context),
		env: engineEnvironment(),
		needs: [],
		system: [],
		outputs: inner.outputs,
	};
}

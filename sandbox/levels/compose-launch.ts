import { withoutDatabases } from '../../providers/processes/permission-model';
import { isAtLeast, type Level } from './level';
import { launchNode } from './l0-process';
import { restrictByKernel } from './kernel/restrict-by-kernel';
import { wrapInBubblewrap } from './l1-bubblewrap';
import { enterControlGroup } from './l2-control-group';
import { wrappedOutputs } from './runner-source';
import { composeRunArguments } from './container/run-arguments';
import { engineEnvironment } from './container/engine-program';
import type { Launch, LaunchContext } from './launch';

/** Each layer wraps the next inner one. @throws TroupeError when a layer is missing on this machine */
export function composeLaunch(level: Level, whole: LaunchContext): Launch {
	// Below L1, a program's signals would reach the machine's processes.
	const context = isAtLeast(level, 'L1') ? whole : { ...whole, programs: [] };
	const node = launchNode(context);
	// From L0+ on, the kernel covers the gaps of the permission model.
	if (level === 'L0') return { ...node, args: [withoutDatabases, ...node.args] };
	if (level === 'L0+') return restrictByKernel(node, context);
	const restricted = restrictByKernel({ ...node, outputs: wrappedOutputs }, context);
	if (level === 'L3') return wrapInContainer(restricted, context);
	const wrapped = wrapInBubblewrap(restricted, context);
	return level === 'L1' ? wrapped : enterControlGroup(wrapped, context);
}

/**
 * L3: the L0+ process in a Docker or Podman container: the image's files, Node and libraries, no network, kernel-kept limits. An engine passes no
 * descriptors: the process connects to sockets in the run's folder before it restricts itself.
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

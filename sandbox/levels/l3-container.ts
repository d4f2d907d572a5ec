import { composeRunArguments } from './container/run-arguments';
import { engineEnvironment } from './container/engine-program';
import type { Launch, LaunchContext } from './launch';

/**
 * L3: the process of L0+ in a container of Docker or Podman, with files, Node and libraries of an image, no network, and limits that the kernel keeps
 * at every moment. An engine passes no descriptors: the process connects to sockets in the folder of the run, before it restricts itself.
 */
export function wrapInContainer(inner: Launch, context: LaunchContext): Launch {
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

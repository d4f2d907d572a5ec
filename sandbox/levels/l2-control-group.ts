import type { Launch, LaunchContext } from './launch';

/** L2: the L1 process in a control group, whose limits the kernel keeps at every moment. The shell enters it, so that nothing runs outside. */
export function enterControlGroup(inner: Launch, { group }: Pick<LaunchContext, 'group'>): Launch {
	if (!group) return inner;
	return {
		...inner,
		file: '/bin/sh',
		args: ['-c', 'echo $$ >"$1" && shift && exec "$@"', 'sh', group.processesFile, inner.file, ...inner.args],
	};
}

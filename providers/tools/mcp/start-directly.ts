import type { ProgramStart } from '../../../core/ports/sandbox/programs';

/** Starts a program outside of the sandbox. It inherits only the variables for the user, the home folder and the program path. */
export async function startDirectly(file: string, args: readonly string[], env: Record<string, string>): Promise<ProgramStart> {
	const { getDefaultEnvironment } = await import('@modelcontextprotocol/client/stdio');
	return { file, args, env: { ...getDefaultEnvironment(), ...env } };
}

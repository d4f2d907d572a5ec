import type { ProgramStart } from '../../../core/ports/sandbox/programs';

/** Starts a program outside the sandbox. It inherits only user, home and path variables. */
export async function startDirectly(file: string, args: readonly string[], env: Record<string, string>): Promise<ProgramStart> {
	const { getDefaultEnvironment } = await import('@modelcontextprotocol/client/stdio');
	return { file, args, env: { ...getDefaultEnvironment(), ...env } };
}

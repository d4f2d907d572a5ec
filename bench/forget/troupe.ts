import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Ended {
	/** Undefined for one that was killed. */
	code: number | undefined;
	printed: string;
	noted: string;
}

/** Runs the built command on a home. @param killAfterMs kills it in the middle of its work */
export async function troupe(
	args: readonly string[],
	home: string,
	settings: NodeJS.ProcessEnv = {},
	killAfterMs?: number,
): Promise<Ended> {
	const env = { PATH: process.env.PATH, HOME: home, TROUPE_HOME: home, TROUPE_BACKUP_PASSPHRASE: 'no-return', ...settings };
	const child = spawn(process.execPath, ['bin/troupe', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
	const [printed, noted]: [Buffer[], Buffer[]] = [[], []];
	child.stdout.on('data', (bytes: Buffer) => printed.push(bytes));
	child.stderr.on('data', (bytes: Buffer) => noted.push(bytes));
	const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
	const [code] = (await once(child, 'close')) as [number | null];
	clearTimeout(timer);
	return { code: code ?? undefined, printed: Buffer.concat(printed).toString(), noted: Buffer.concat(noted).toString() };
}

/** Runs a command that must succeed. @returns what it printed */
export async function mustTroupe(...of: Parameters<typeof troupe>): Promise<string> {
	const { code, printed, noted } = await troupe(...of);
	if (code !== 0) throw new Error(`troupe ${of[0].join(' ')} ended with ${code}: ${noted}`);
	return printed;
}

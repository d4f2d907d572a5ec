import type { ChildProcess } from 'node:child_process';
import type { FileCapability } from '../capabilities/capabilities';
import type { SandboxRequest } from './sandbox-step';

/** Serves tools on its standard input and output. */
export interface ProgramRequest {
	/** Absolute path. */
	file: string;
	args: readonly string[];
	env: Record<string, string>;
	folders: readonly FileCapability[];
	/** By `fetch` or `http` of Node: `GET api.example.com`. The host makes them. Default: none. */
	requests?: readonly string[];
	allowPrivateNetworks?: boolean;
}

export interface ProgramStart {
	file: string;
	args: readonly string[];
	env: NodeJS.ProcessEnv;
	/** Default: standard input and output. */
	stdio?: Array<'pipe' | 'ignore'>;
	ready?: (child: ChildProcess) => Promise<void>;
	ended?: () => Promise<void>;
	takeRefused?: () => SandboxRequest[];
}

/**
 * Without network, and with the named files alone. @throws TroupeError SANDBOX_LEVEL_TOO_LOW where this machine isolates less, TOOL_INVALID for a
 * folder that it does not get
 */
export type ProgramIsolator = (request: ProgramRequest) => Promise<ProgramStart>;

import type { ChildProcess } from 'node:child_process';
import type { FileCapability } from '../capabilities/capabilities';
import type { SandboxRequest } from './sandbox-step';

/** A program of a definition that serves tools on its standard input and output. */
export interface ProgramRequest {
	/** Absolute path. */
	file: string;
	args: readonly string[];
	env: Record<string, string>;
	/** Folders and files of the machine that it gets, besides a private folder for its own files. */
	folders: readonly FileCapability[];
	/** Requests that it can make, by `fetch` or `http` of Node: `GET api.example.com`. The host makes them. Default: none. */
	requests?: readonly string[];
	/** True if they may lead to private networks. */
	allowPrivateNetworks?: boolean;
}

/** How to start a program. */
export interface ProgramStart {
	file: string;
	args: readonly string[];
	env: NodeJS.ProcessEnv;
	/** Its descriptors. Default: standard input and output. */
	stdio?: Array<'pipe' | 'ignore'>;
	/** Resolves when it is isolated. */
	ready?: (child: ChildProcess) => Promise<void>;
	/** Call it when the program has ended. */
	ended?: () => Promise<void>;
	/** Returns the requests that the host refused since the last time, also after its end. */
	takeRefused?: () => SandboxRequest[];
}

/**
 * Prepares a program of a definition to start in the sandbox: without network, and with the files that are named alone.
 * @throws TroupeError SANDBOX_LEVEL_TOO_LOW where this machine isolates less, TOOL_INVALID for a folder that it does not get
 */
export type ProgramIsolator = (request: ProgramRequest) => Promise<ProgramStart>;

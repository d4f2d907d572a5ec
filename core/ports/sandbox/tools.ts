import type { SandboxLevel } from './levels';

/** A file of a scratch folder that changed. */
export interface ChangedFile {
	/** Relative to the folder, with slashes. */
	path: string;
	change: 'created' | 'changed' | 'removed';
	/** Unless it was removed. */
	bytes?: number;
	sha256?: string;
}

/** What one call of a tool did in the sandbox, for people. Contains names and hashes, no contents. */
export interface SandboxStep {
	/** The level at which it ran. Undefined for what the host did in the scratch folder, where no code ran. */
	level?: SandboxLevel;
	operation: string;
	/** The exit code of a command; null if it was ended. */
	exitCode?: number | null;
	/** What ended it. */
	limit?: SandboxToolLimit;
	durationMs: number;
	outputBytes: number;
	/** SHA-256 of what it wrote, standard output first, in hex. */
	outputSha256: string;
	/** The first 100. */
	files: ChangedFile[];
	/** How many more there were. */
	moreFiles?: number;
	/** Requests of a browser, or those that a program was refused; the first 100. */
	requests?: SandboxRequest[];
	moreRequests?: number;
}

/** A request of a browser or a program: no value of its query, header or body. */
export interface SandboxRequest {
	method: string;
	host: string;
	path: string;
	/** `refuse`: no rule allows it. */
	action: 'forward' | 'refuse';
	/** Undefined if it was not answered. */
	status?: number;
}

/** `files`: the scratch folder became too large. */
export type SandboxToolLimit = 'time' | 'memory' | 'threads' | 'output' | 'files';

/** How a tool of a definition is isolated, and what it gets. */
export interface ShellSettings {
	/** For kept files: the agent and the tool. */
	owner: string;
	/** Names of programs besides the usual ones. */
	programs: readonly string[];
	/** The folder to copy. Undefined: the scratch folder is empty. */
	folder?: string;
	least: SandboxLevel;
	memoryMb: number;
	/** Max size of all files of the scratch folder. */
	scratchMb: number;
	/** Max time of a command. */
	timeMs: number;
}

export interface CommandEnd {
	stdout: string;
	stderr: string;
	step: SandboxStep;
	/** The scratch folder is as it was at the beginning, because it had become too large. */
	isReset: boolean;
}

/** A scratch folder, in which commands run one after another. What a person does not keep of it is removed with it. */
export interface Shell {
	/** @throws TroupeError SANDBOX_LEVEL_TOO_LOW, NOT_SUPPORTED; the signal's reason */
	run(command: string, signal: AbortSignal): Promise<CommandEnd>;
	/** @returns the bytes; `tooLarge` or `missing` in words for the model */
	read(path: string): Promise<{ kind: 'file'; text: string; step: SandboxStep } | { kind: 'refused'; reason: string }>;
	write(
		path: string,
		text: string,
	): Promise<{ kind: 'written'; step: SandboxStep; isReset: boolean } | { kind: 'refused'; reason: string }>;
	close(): Promise<void>;
}

/** Opens a shell in the sandbox. @throws TroupeError SANDBOX_LEVEL_TOO_LOW where this machine isolates less */
export type ShellOpener = (settings: ShellSettings, signal: AbortSignal) => Promise<Shell>;

/** What a browser of a definition may do. */
export interface BrowserSettings {
	/** For kept files: the agent and the tool. */
	owner: string;
	/** The only requests that are made, as `parseRequestPattern` reads them. */
	requests: readonly string[];
	allowPrivateNetworks: boolean;
	least: SandboxLevel;
	memoryMb: number;
	/** Max time of an operation. */
	timeMs: number;
}

/** One step in a browser, as a model asks for it. */
export type BrowserAction =
	| { operation: 'open'; url: string }
	| { operation: 'read' }
	| { operation: 'list' }
	| { operation: 'click'; element: number }
	| { operation: 'type'; element: number; text: string; submit?: boolean }
	| { operation: 'screenshot' };

/** A browser with one page. It begins with the first action, and ends with the run. */
export interface Browser {
	/** @throws TroupeError SANDBOX_LEVEL_TOO_LOW, NOT_SUPPORTED; the signal's reason */
	act(action: BrowserAction, signal: AbortSignal): Promise<{ kind: 'ok' | 'error'; text: string; step: SandboxStep }>;
	close(): Promise<void>;
}

/** Opens a browser in the sandbox. @throws TroupeError SANDBOX_LEVEL_TOO_LOW, TOOL_INVALID where this machine has none */
export type BrowserOpener = (settings: BrowserSettings, signal: AbortSignal) => Promise<Browser>;

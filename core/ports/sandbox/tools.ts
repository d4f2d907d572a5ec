import type { SandboxLevel } from './levels';
import type { SandboxStep } from './sandbox-step';

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

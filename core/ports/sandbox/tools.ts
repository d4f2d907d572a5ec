import type { SandboxLevel } from './levels';
import type { SandboxStep } from './sandbox-step';

export interface ShellSettings {
	/** For kept files: the agent and the tool. */
	owner: string;
	programs: readonly string[];
	/** To copy. Undefined: the scratch folder is empty. */
	folder?: string;
	least: SandboxLevel;
	memoryMb: number;
	scratchMb: number;
	timeMs: number;
}

export interface CommandEnd {
	stdout: string;
	stderr: string;
	step: SandboxStep;
	isReset: boolean;
}

/** Commands run one after another. Files that a person does not keep are removed with the scratch folder. */
export interface Shell {
	/** @throws TroupeError SANDBOX_LEVEL_TOO_LOW, NOT_SUPPORTED; the signal's reason */
	run(command: string, signal: AbortSignal): Promise<CommandEnd>;
	/** `tooLarge`, `missing`: words for the model */
	read(path: string): Promise<{ kind: 'file'; text: string; step: SandboxStep } | { kind: 'refused'; reason: string }>;
	write(
		path: string,
		text: string,
	): Promise<{ kind: 'written'; step: SandboxStep; isReset: boolean } | { kind: 'refused'; reason: string }>;
	close(): Promise<void>;
}

/** @throws TroupeError SANDBOX_LEVEL_TOO_LOW where this machine isolates less */
export type ShellOpener = (settings: ShellSettings, signal: AbortSignal) => Promise<Shell>;

export interface BrowserSettings {
	/** For kept files: the agent and the tool. */
	owner: string;
	/** The only allowed requests, in the form of `parseRequestPattern`. */
	requests: readonly string[];
	allowPrivateNetworks: boolean;
	least: SandboxLevel;
	memoryMb: number;
	timeMs: number;
}

export type BrowserAction =
	| { operation: 'open'; url: string }
	| { operation: 'read' }
	| { operation: 'list' }
	| { operation: 'click'; element: number }
	| { operation: 'type'; element: number; text: string; submit?: boolean }
	| { operation: 'screenshot' };

/** Has one page. Begins with the first action, and ends with the run. */
export interface Browser {
	/** @throws TroupeError SANDBOX_LEVEL_TOO_LOW, NOT_SUPPORTED; the signal's reason */
	act(action: BrowserAction, signal: AbortSignal): Promise<{ kind: 'ok' | 'error'; text: string; step: SandboxStep }>;
	close(): Promise<void>;
}

/** @throws TroupeError SANDBOX_LEVEL_TOO_LOW, TOOL_INVALID where this machine has none */
export type BrowserOpener = (settings: BrowserSettings, signal: AbortSignal) => Promise<Browser>;

export interface SandboxLimits {
	/** Max memory of the process, also outside of the JavaScript heap. */
	memoryMb: number;
	/** Max time from the start of the script. */
	timeMs: number;
	/** Max bytes of standard output and standard error together. */
	outputBytes: number;
}

export const defaultLimits: SandboxLimits = { memoryMb: 256, timeMs: 10_000, outputBytes: 1_000_000 };

/** Max threads of a process. Node itself has about ten. */
export const maxThreads = 64;

/** Node itself needs 50 MB. */
export const leastMemoryMb = 96;
export const mostMemoryMb = 16_384;
export const mostTimeMs = 3_600_000;

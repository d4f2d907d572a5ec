export interface SandboxLimits {
	/** Max memory of the process, also outside the JavaScript heap. */
	memoryMb: number;
	timeMs: number;
	outputBytes: number;
}

export const defaultLimits: SandboxLimits = { memoryMb: 256, timeMs: 10_000, outputBytes: 1_000_000 };

/** Node itself has about ten. */
export const maxThreads = 64;

/** Node itself needs 50 MB. */
export const leastMemoryMb = 96;
export const mostMemoryMb = 16_384;
export const mostTimeMs = 3_600_000;

import type { Libc } from './libc';
import type { SystemCalls } from './system-calls';

export interface ResourceLimits {
	/** Max private memory that can be written to, with that of V8's own threads. */
	dataBytes: number;
	processorSeconds: number;
	fileBytes: number;
	/** Max processes and threads of its user in its user namespace. Does not bind root. Default: no limit. */
	processes?: number;
	/** Default: 64. Node opens about 25 for itself. */
	descriptors?: number;
}

// asm-generic/resource.h
const resources = { processor: 0, fileSize: 1, data: 2, core: 4, processes: 6, descriptors: 7, lockedMemory: 8, queues: 12 };
const maxDescriptors = 64;

/** Sets limits that this process and its later program cannot raise: setrlimit(2). */
export function limitResources(
	libc: Libc,
	{ numbers }: SystemCalls,
	{ dataBytes, processorSeconds, fileBytes, processes, descriptors = maxDescriptors }: ResourceLimits,
): void {
	const limit = (resource: number, soft: number, hard = soft) => {
		const value = Buffer.alloc(16);
		value.writeBigUInt64LE(BigInt(soft), 0);
		value.writeBigUInt64LE(BigInt(hard), 8);
		libc.call('prlimit64', numbers.prlimit64, 0, resource, value, 0);
	};
	// The soft limit sends SIGXCPU, which tells the reason; the hard one kills.
	limit(resources.processor, processorSeconds, processorSeconds + 1);
	limit(resources.fileSize, fileBytes);
	limit(resources.core, 0);
	limit(resources.descriptors, descriptors);
	limit(resources.lockedMemory, 0);
	limit(resources.queues, 0);
	limit(resources.data, dataBytes);
	if (processes !== undefined) limit(resources.processes, processes);
}

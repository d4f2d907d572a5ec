import type { Libc } from './libc';
import type { SystemCalls } from './system-calls';

export interface ResourceLimits {
	/** Max private memory that can be written to, with that of V8's own threads. */
	dataBytes: number;
	processorSeconds: number;
	/** Max bytes of a file that it writes. */
	fileBytes: number;
	/** Max processes and threads of its user in its user namespace. The kernel does not hold root to it. Default: no limit. */
	processes?: number;
	/** Default: 64. Node opens about 25 for itself. */
	descriptors?: number;
}

// asm-generic/resource.h
const resources = { processor: 0, fileSize: 1, data: 2, core: 4, processes: 6, descriptors: 7, lockedMemory: 8, queues: 12 };
const maxDescriptors = 64;

/** Sets limits of this process that it, and the program that it becomes, cannot raise: setrlimit(2). */
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
	// The soft limit sends SIGXCPU, which says why; the hard one kills.
	limit(resources.processor, processorSeconds, processorSeconds + 1);
	limit(resources.fileSize, fileBytes);
	limit(resources.core, 0);
	limit(resources.descriptors, descriptors);
	limit(resources.lockedMemory, 0);
	limit(resources.queues, 0);
	limit(resources.data, dataBytes);
	if (processes !== undefined) limit(resources.processes, processes);
}

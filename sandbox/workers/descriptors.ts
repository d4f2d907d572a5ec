import { auditDescriptor } from '../audit/audit-source';
import { isAtLeast, type Level } from '../levels/level';
import { infoDescriptor, jobDescriptor, type Outputs } from '../levels/runner-source';
import { outletDescriptor } from '../network/outlet-source';

export interface DescriptorOptions {
	level: Level;
	outlet?: boolean;
	audit?: boolean;
}

/** Says which descriptors of a process the host opens. Node makes a pipe as a pair of sockets. */
export function listDescriptors({ level, outlet, audit }: DescriptorOptions, outputs: Outputs): Array<'pipe' | 'ignore'> {
	const own: Array<[number, boolean | undefined]> = [
		[outletDescriptor, outlet],
		[infoDescriptor, isAtLeast(level, 'L1')],
		[auditDescriptor, audit],
		...outputs.map((output): [number, boolean] => [output, true]),
	];
	const last = Math.max(jobDescriptor, ...own.filter(([, used]) => used).map(([number]) => number));
	return Array.from({ length: last + 1 }, (_, number) =>
		number <= jobDescriptor || own.some(([one, used]) => used && one === number) ? 'pipe' : 'ignore',
	);
}

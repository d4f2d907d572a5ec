import { discoveryDescriptor } from '../discovery/discovery-source';
import { isAtLeast, type Level } from './level';
import { infoDescriptor, jobDescriptor, type Outputs } from './runner-source';
import { outletDescriptor } from '../network/outlet-source';

interface DescriptorOptions {
	level: Level;
	outlet?: boolean;
	discover?: boolean;
	others?: readonly number[];
}

/** Lists the descriptors that the host opens. Node makes a pipe as a pair of sockets. */
export function listDescriptors({ level, outlet, discover, others = [] }: DescriptorOptions, outputs: Outputs): Array<'pipe' | 'ignore'> {
	const own: Array<[number, boolean | undefined]> = [
		[outletDescriptor, outlet],
		[infoDescriptor, isAtLeast(level, 'L1')],
		[discoveryDescriptor, discover],
		...[...outputs, ...others].map((output): [number, boolean] => [output, true]),
	];
	const last = Math.max(jobDescriptor, ...own.filter(([, used]) => used).map(([number]) => number));
	return Array.from({ length: last + 1 }, (_, number) =>
		number <= jobDescriptor || own.some(([one, used]) => used && one === number) ? 'pipe' : 'ignore',
	);
}

export function listOwnDescriptors({ outlet, discover }: Pick<DescriptorOptions, 'outlet' | 'discover'>): number[] {
	return [jobDescriptor, ...(outlet ? [outletDescriptor] : []), ...(discover ? [discoveryDescriptor] : [])];
}

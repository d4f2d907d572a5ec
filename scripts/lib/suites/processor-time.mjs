import { readFileSync } from 'node:fs';

/** Ticks of the kernel's clock in a second, as Linux tells them to programs. */
const ticks = 100;
let counted = 0;

/**
 * Returns the seconds that processors spent on the processes that ended since the last call, with all that they started and waited for: proc(5),
 * `cutime` and `cstime`. Undefined where the system is not Linux. Two that end at the same moment count as one.
 */
export function readSpentSeconds() {
	const all = readEndedSeconds();
	if (all === undefined) return undefined;
	const spent = all - counted;
	counted = all;
	return spent;
}

function readEndedSeconds() {
	try {
		const fields = readFileSync('/proc/self/stat', 'latin1').split(') ').at(-1).split(' ');
		return (Number(fields[13]) + Number(fields[14])) / ticks;
	} catch {
		return undefined;
	}
}

/**
 * The seconds of a processor that some work takes. A clock also counts what else the machine does; this does not. For tests that work
 * does not grow faster than what it is given: the bound is ten times what is needed or more, and what grows faster needs far more.
 */
export async function processorSeconds(work: () => unknown): Promise<number> {
	const before = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1e6;
}

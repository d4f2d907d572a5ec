/**
 * Returns the processor seconds of some work; unlike a clock, it ignores other load. For tests that work grows no faster than its input: the
 * limit is at least ten times the need, and work that grows faster needs far more.
 */
export async function processorSeconds(work: () => unknown): Promise<number> {
	const before = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1e6;
}

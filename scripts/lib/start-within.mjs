/**
 * Starts parts in their order, as many at the same time as there are cores for. A part that needs more than are free waits, and so do the parts
 * after it. A part that needs more than there are runs alone.
 * @template {{ cores: number }} Part
 * @template Result
 * @param {number} cores of this machine
 * @param {Part[]} parts
 * @param {(part: Part) => Promise<Result>} start
 * @returns {Promise<Result>[]} the results, in the order of the parts
 */
export function startWithin(cores, parts, start) {
	const waiting = [];
	let free = cores;
	const startWaiting = () => {
		while (waiting.length > 0 && waiting[0].needed <= free) {
			const { needed, begin } = waiting.shift();
			free -= needed;
			void begin().then(() => {
				free += needed;
				startWaiting();
			});
		}
	};
	const ended = parts.map((part) => {
		const needed = Math.min(part.cores, cores);
		return new Promise((resolve, reject) => waiting.push({ needed, begin: () => start(part).then(resolve, reject) }));
	});
	startWaiting();
	return ended;
}

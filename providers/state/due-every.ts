/** Returns whether something is due that is done with the first use of a process and then once in `count` uses, such as cleaning. */
export function dueEvery(count: number): (uses?: number) => boolean {
	let since = count;
	return (uses = 1) => {
		since += uses;
		if (since < count) return false;
		since = 0;
		return true;
	};
}

/** True on a process's first use, then once in `count` uses, such as for cleaning. */
export function dueEvery(count: number): (uses?: number) => boolean {
	let since = count;
	return (uses = 1) => {
		since += uses;
		if (since < count) return false;
		since = 0;
		return true;
	};
}

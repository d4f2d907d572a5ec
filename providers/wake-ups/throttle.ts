/** Runs at once, then at most once per interval, and at its end if called meanwhile. */
export function throttle(act: () => void, everyMs: number): () => void {
	let isPausing = false;
	let again = false;
	return function run() {
		if (isPausing) return void (again = true);
		isPausing = true;
		setTimeout(() => {
			isPausing = false;
			if (!again) return;
			again = false;
			run();
		}, everyMs);
		act();
	};
}

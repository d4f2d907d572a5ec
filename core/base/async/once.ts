interface Once<Part, Args extends unknown[]> {
	(...args: Args): Promise<Part>;
	/** Removes and returns the part, to close it; the next call makes a new one. Undefined if none was made. */
	take(): Promise<Part> | undefined;
}

/** Makes a shared part at the first call. A failure is not stored: current callers get the error, and the next call retries. */
export function once<Part, Args extends unknown[]>(make: (...args: Args) => Promise<Part>): Once<Part, Args> {
	let part: Promise<Part> | undefined;
	const get = (...args: Args): Promise<Part> => {
		if (part) return part;
		const making = make(...args);
		part = making;
		making.catch(() => {
			// The part can have been replaced meanwhile.
			if (part === making) part = undefined;
		});
		return making;
	};
	const take = () => {
		const taken = part;
		part = undefined;
		return taken;
	};
	return Object.assign(get, { take });
}

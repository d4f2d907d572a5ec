interface Once<Part, Given extends unknown[]> {
	(...given: Given): Promise<Part>;
	/** Removes and returns the part, for closing it; the next call makes a new one. Undefined if none was made. */
	take(): Promise<Part> | undefined;
}

/** Makes a shared part at the first call. A failure is not stored: current callers get the error, and the next call tries again. */
export function once<Part, Given extends unknown[]>(make: (...given: Given) => Promise<Part>): Once<Part, Given> {
	let made: Promise<Part> | undefined;
	const get = (...given: Given): Promise<Part> => {
		if (made) return made;
		const making = make(...given);
		made = making;
		making.catch(() => {
			// The part can have been taken and made again in the meantime.
			if (made === making) made = undefined;
		});
		return making;
	};
	const take = () => {
		const taken = made;
		made = undefined;
		return taken;
	};
	return Object.assign(get, { take });
}

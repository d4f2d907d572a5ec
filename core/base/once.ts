interface Once<Part, Given extends unknown[]> {
	(...given: Given): Promise<Part>;
	/** For its end; the next one that asks makes it anew. Undefined where nobody asked. */
	take(): Promise<Part> | undefined;
}

/** Makes what many ask for once, when the first one asks. What fails is forgotten: those who asked get the error, and the next one tries again. */
export function once<Part, Given extends unknown[]>(make: (...given: Given) => Promise<Part>): Once<Part, Given> {
	let made: Promise<Part> | undefined;
	const get = (...given: Given): Promise<Part> => {
		if (made) return made;
		const making = make(...given);
		made = making;
		making.catch(() => {
			// It may have been taken, and made anew.
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

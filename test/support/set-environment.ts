/** Sets variables of this process, which programs that it starts inherit. Returns what takes them back. */
export function setEnvironment(settings: Record<string, string>): () => void {
	const before = Object.keys(settings).map((name) => [name, process.env[name]] as const);
	Object.assign(process.env, settings);
	return () => {
		for (const [name, value] of before) {
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
	};
}
